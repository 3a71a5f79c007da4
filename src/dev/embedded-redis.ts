import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePort } from "./free-port.ts";
import { guard } from "./guard.ts";
import { type ServerProcess, startServer } from "./server-process.ts";

export type EmbeddedRedis = ServerProcess & { url: string; port: number };

const BINARIES = ["redis-server", "valkey-server"];
const PORT_ATTEMPTS = 3;

/** Starts a private Redis on loopback that keeps nothing on disk. Throws one clear line when it cannot start, or the signal's reason. */
export async function startRedis(options: { signal?: AbortSignal } = {}): Promise<EmbeddedRedis> {
  const { signal } = options;
  const command = BINARIES.find(isInstalled);
  if (!command)
    throw new Error(
      `neither ${BINARIES.join(" nor ")} is on PATH: install one, or set REDIS_URL to a Redis of yours`,
    );
  const folder = await mkdtemp(join(tmpdir(), "latchkey-redis-"));
  const password = randomBytes(24).toString("hex");
  const release = guard({ folder });
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort();
    try {
      const server = await launch(command, { folder, password, port }, signal);
      void server.exited
        .then(() => rm(folder, { recursive: true, force: true }))
        .then(release, release);
      return { ...server, url: `redis://:${password}@127.0.0.1:${port}`, port };
    } catch (error) {
      // The port can be lost between finding and binding it; Redis then ends by itself.
      if (attempt === PORT_ATTEMPTS || signal?.aborted) throw error;
    }
  }
}

async function launch(
  command: string,
  { folder, password, port }: { folder: string; password: string; port: number },
  signal?: AbortSignal,
): Promise<ServerProcess> {
  // A file, because everybody on the machine can read a command line.
  const config = join(folder, "redis.conf");
  const settings = [
    `port ${port}`,
    "bind 127.0.0.1",
    `requirepass ${password}`,
    "appendonly no",
    'save ""',
    "maxmemory-policy noeviction",
    `dir "${folder}"`,
  ];
  await writeFile(config, settings.join("\n"), { mode: 0o600 });
  return startServer({
    command,
    args: [config],
    stopSignal: "SIGTERM",
    ready: /Ready to accept connections/i,
    signal,
  });
}

function isInstalled(command: string): boolean {
  try {
    execFileSync(command, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
