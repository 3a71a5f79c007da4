import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePort } from "./free-port.ts";
import { guard } from "./guard.ts";
import { type ServerProcess, startServer } from "./server-process.ts";

export type EmbeddedRedis = ServerProcess & { url: string; port: number };

const BINARIES = ["redis-server", "valkey-server"];
const PORT_ATTEMPTS = 3;

/** Starts a private Redis on loopback that keeps nothing on disk. Throws one clear line when it cannot start, or the signal's reason. */
export async function startRedis(
  options: { port?: number; signal?: AbortSignal } = {},
): Promise<EmbeddedRedis> {
  const { signal } = options;
  const command = BINARIES.find(isInstalled);
  if (!command)
    throw new Error(
      `neither ${BINARIES.join(" nor ")} is on PATH: install one, or set REDIS_URL to a Redis of yours`,
    );
  const folder = await mkdtemp(join(tmpdir(), "latchkey-redis-"));
  const release = guard({ folder });
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await findFreePort());
    try {
      const server = await launch(command, folder, port, signal);
      void server.exited
        .then(() => rm(folder, { recursive: true, force: true }))
        .then(release, release);
      return { ...server, url: `redis://127.0.0.1:${port}`, port };
    } catch (error) {
      // The port can be lost between finding and binding it; Redis then ends by itself.
      if (options.port !== undefined || attempt === PORT_ATTEMPTS || signal?.aborted) throw error;
    }
  }
}

const launch = (
  command: string,
  folder: string,
  port: number,
  signal?: AbortSignal,
): Promise<ServerProcess> =>
  startServer({
    command,
    args: `--port ${port} --bind 127.0.0.1 --appendonly no --maxmemory-policy noeviction`
      .split(" ")
      .concat("--dir", folder, "--save", ""),
    stopSignal: "SIGTERM",
    ready: /Ready to accept connections/i,
    signal,
  });

function isInstalled(command: string): boolean {
  try {
    execFileSync(command, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
