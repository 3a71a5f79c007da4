import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Redis } from "ioredis";
import { Client } from "pg";
import { type EmbeddedPostgres, startPostgres } from "../../src/dev/embedded-postgres.ts";

/** A Postgres of the run's own that keeps what it was given through anything that happens to its processes. */
export type OwnPostgres = AsyncDisposable & {
  url: string;
  port: number;
  /** SIGSTOP freezes it and all that serve its connections; SIGCONT wakes them. */
  signal(signal: "SIGSTOP" | "SIGCONT"): void;
  /** SIGINT rolls back what is open; SIGQUIT is as a power cut, which the start after it mends. */
  stop(signal: "SIGINT" | "SIGQUIT"): Promise<void>;
  start(): Promise<void>;
};

/** Starts it with its safety on: what it said is committed is on disk. */
export async function startOwnPostgres(folder: string): Promise<OwnPostgres> {
  const dataDir = join(folder, "postgres");
  let server: EmbeddedPostgres = await startPostgres({ dataDir });
  const { url, port } = server;
  return {
    url,
    port,
    signal(signal) {
      for (const pid of [server.pid, ...childrenOf(server.pid)]) process.kill(pid, signal);
    },
    async stop(signal) {
      process.kill(server.pid, signal);
      await server.exited;
    },
    async start() {
      server = await startPostgres({ dataDir, port });
    },
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

/** Each connection of Postgres is served by a child process. */
export const childrenOf = (pid: number): number[] =>
  execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child, parent]) => (parent === pid && child !== undefined ? [child] : []));

/** Runs commands on a Redis, one after the other. */
export async function askRedis(url: string, commands: readonly string[][]): Promise<void> {
  const redis = new Redis(url);
  try {
    for (const [name = "", ...given] of commands) await redis.call(name, ...given);
  } finally {
    redis.disconnect();
  }
}

const TAKE_AGAIN_MS = 50;

/** Takes every connection that is left, and whatever becomes free, until it is told to stop. */
export function takeAllConnections(url: string, until: AbortSignal): void {
  const take = async (): Promise<void> => {
    const taken: Client[] = [];
    while (!until.aborted) {
      const client = new Client({ connectionString: url });
      client.on("error", () => {});
      const isTaken = await client.connect().then(
        () => true,
        () => false,
      );
      if (isTaken) taken.push(client);
      else await delay(TAKE_AGAIN_MS);
    }
    await Promise.all(taken.map((client) => client.end()));
  };
  void take();
}
