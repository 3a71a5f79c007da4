import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startPostgres } from "../../src/dev/embedded-postgres.ts";
import { startRedis } from "../../src/dev/embedded-redis.ts";
import { startServer } from "../../src/dev/server-process.ts";
import type { Runtime } from "../support/processes.ts";

const PORT = /"port":(\d+)/;
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** A real Postgres and a real Redis for one bench. */
export async function startStack(): Promise<
  AsyncDisposable & {
    postgresUrl: string;
    redisUrl: string;
    pids: { postgres: number; redis: number };
  }
> {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-bench-"));
  const postgres = await startPostgres({ dataDir: join(folder, "postgres") });
  const redis = await startRedis();
  return {
    postgresUrl: postgres.url,
    redisUrl: redis.url,
    pids: { postgres: postgres.pid, redis: redis.pid },
    async [Symbol.asyncDispose]() {
      await Promise.all([postgres.stop(), redis.stop()]);
      await rm(folder, { recursive: true });
    },
  };
}

/** What the service is to be started with on Node. */
export const NODE_FLAGS = ["--max-semi-space-size=16"];

export type LoopDelay = { p50Ms: number; p99Ms: number; maxMs: number };

/** A script that logs the port it serves on, as a process of its own. */
export type Subject = AsyncDisposable & {
  pid: number;
  port: number;
  /** How late its event loop was since this was asked last, when it was started withLoopDelay(). */
  loopDelay(): Promise<LoopDelay>;
};

const LOOP_DELAY_LINE = /\{"loopDelay":(\{[^}]*\})\}/;
const LOOP_DELAY = fileURLToPath(new URL("loop-delay.ts", import.meta.url));

/** Starts such a script, and reads all that it logs. Flags are the runtime's. */
export async function startSubject(
  runtime: Runtime,
  script: string,
  environment: Record<string, string>,
  flags: readonly string[] = [],
): Promise<Subject> {
  const { promise, resolve } = Promise.withResolvers<number>();
  let told = Promise.withResolvers<LoopDelay>();
  const server = await startServer({
    command: join(ROOT, "node_modules/.bin", runtime),
    args: [...(runtime === "node" ? NODE_FLAGS : []), ...flags, script],
    spawn: { cwd: ROOT, env: { PATH: process.env["PATH"], ...environment } },
    stopSignal: "SIGTERM",
    ready: PORT,
    onOutput: (text) => {
      const [, port] = PORT.exec(text) ?? [];
      if (port !== undefined) resolve(Number(port));
      const [, delay] = LOOP_DELAY_LINE.exec(text) ?? [];
      if (delay !== undefined) told.resolve(JSON.parse(delay) as LoopDelay);
    },
  });
  const { pid } = server;
  return {
    pid,
    port: await promise,
    loopDelay() {
      told = Promise.withResolvers();
      process.kill(pid, "SIGUSR2");
      return told.promise;
    },
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

/** The flags that make a subject tell its event loop's delay. */
export const withLoopDelay = (runtime: Runtime): string[] =>
  runtime === "node" ? ["--import", LOOP_DELAY] : ["--preload", LOOP_DELAY];

/** What a process' own thread worked so far; NaN where the system does not tell. */
export async function workedMicros(pid: number): Promise<number> {
  const [nanoseconds] = (await readFile(`/proc/${pid}/schedstat`, "utf8").catch(() => "")).split(
    " ",
  );
  return nanoseconds ? Number(nanoseconds) / 1000 : Number.NaN;
}

export async function timed(work: () => Promise<unknown>, into: number[]): Promise<void> {
  const startedAt = performance.now();
  await work();
  into.push(performance.now() - startedAt);
}

export const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** The median, and between what the values are. */
export const range = (values: number[], digits: number): string =>
  `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)})`;
