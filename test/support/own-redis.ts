import { randomInt } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { refuseBusyPorts } from "../../src/dev/free-port.ts";
import type { Redis } from "../../src/redis/connection.ts";
import { type ServerProcess, startServer } from "../../src/dev/server-process.ts";

export type OwnRedis = AsyncDisposable & {
  url: string;
  /** SIGSTOP freezes it, SIGCONT wakes it. */
  signal(signal: NodeJS.Signals): void;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Ends it as its operator would. */
  shutDown(): Promise<void>;
  /** Starts it again, on the same port and with what it saved. */
  restart(): Promise<void>;
};

/** Resolves when a connection that is about to be lost is there again; tries in between may fail. */
export const isBack = (redis: Redis): Promise<void> =>
  new Promise((resolve) => {
    redis.once("ready", () => resolve());
  });

/** A free port that the system gives to nobody else meanwhile: it is below those that it chooses from. */
export async function findOwnPort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const isFree = await refuseBusyPorts({ PORT: String(port) }).then(
      () => true,
      () => false,
    );
    if (isFree) return port;
  }
}

/** A Redis of the test's own, which it may flush, kill and restore. It saves only when it is told to, or all at once. */
export async function startOwnRedis({ keeps = false } = {}): Promise<OwnRedis> {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-redis-"));
  const port = await findOwnPort();
  const launch = (): Promise<ServerProcess> =>
    startServer({
      command: "redis-server",
      args: [
        ..."--bind 127.0.0.1 --save".split(" "),
        "",
        "--port",
        String(port),
        "--dir",
        folder,
        ...(keeps ? ["--appendonly", "yes", "--appendfsync", "always"] : []),
      ],
      stopSignal: "SIGTERM",
      ready: /Ready to accept connections/i,
    });
  let server = await launch();
  const kill = async (): Promise<void> => {
    process.kill(server.pid, "SIGKILL");
    await server.exited;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    signal: (signal) => void process.kill(server.pid, signal),
    kill,
    shutDown: () => server.stop(),
    async restart() {
      server = await launch();
    },
    async [Symbol.asyncDispose]() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
