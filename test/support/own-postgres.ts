import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedPostgres, startPostgres } from "../../src/dev/embedded-postgres.ts";

export type OwnPostgres = AsyncDisposable & {
  url: string;
  dataDir: string;
  /** Stops the server and every connection's process in their tracks. */
  freeze(): void;
  wake(): void;
  /** As its operator would, or as a power cut would, which the next start mends. */
  stop(how?: "fast" | "immediate"): Promise<void>;
  /** Starts it again after it ended, on the same port. */
  start(): Promise<void>;
  /** False when it ended, also by itself. */
  isRunning(): boolean;
};

/** Each connection of Postgres is served by a child process. */
const childrenOf = (pid: number): number[] =>
  execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child, parent]) => (parent === pid && child !== undefined ? [child] : []));

/** A Postgres of the test's own, which it may freeze, stop and change. Durable: what it committed is on disk. */
export async function startOwnPostgres({
  durable = false,
  within = tmpdir(),
} = {}): Promise<OwnPostgres> {
  const folder = await mkdtemp(join(within, "latchkey-postgres-"));
  const dataDir = join(folder, "postgres");
  let running = 0;
  const launch = async (on: { port?: number } = {}): Promise<EmbeddedPostgres> => {
    const launched = await startPostgres({ dataDir, durable, ...on });
    running++;
    void launched.exited.then(() => running--);
    return launched;
  };
  let server = await launch();
  const { url, port } = server;
  let frozen: number[] = [];
  const wake = (): void => {
    for (const pid of frozen) process.kill(pid, "SIGCONT");
    frozen = [];
  };
  return {
    url,
    dataDir,
    freeze() {
      // First who makes children, so that none is made meanwhile.
      process.kill(server.pid, "SIGSTOP");
      const children = childrenOf(server.pid);
      for (const pid of children) process.kill(pid, "SIGSTOP");
      frozen = [...children, server.pid];
    },
    wake,
    async stop(how = "fast") {
      if (how === "fast") return server.stop();
      process.kill(server.pid, "SIGQUIT");
      await server.exited;
    },
    async start() {
      server = await launch({ port });
    },
    isRunning: () => running > 0,
    async [Symbol.asyncDispose]() {
      wake();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
