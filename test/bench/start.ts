import { setTimeout as delay } from "node:timers/promises";
import type { Runtime } from "../support/processes.ts";
import { type BenchResult, measure } from "./result.ts";
import { type ServiceStack, startServiceStack } from "./service-stack.ts";
import type { BenchSession } from "./session.ts";
import { median } from "./stack.ts";
import { workedByThreads } from "./threads.ts";

const ROUNDS = 15;
const READY_MS_MAX: Record<Runtime, number> = { node: 600, bun: 400 };
const YARDSTICK = "a bare Hono handler";
const POLL_MS = 1;

/** As the image has it. Bun would heed it as well, and hold 9 MB more. */
export const compileCacheOf = (runtime: Runtime): Record<string, string> =>
  runtime === "node" ? { NODE_COMPILE_CACHE: ".compile-cache" } : {};

/** From the process' spawn to its first 200; what all its threads worked until then. */
type Start = { ms: number; cpuMs: number };
type Starts = { service: Start[]; yardstick: Start[] };

/** Starts the service again and again while its stores are up and migrated, in turns with a process that does nothing. */
export async function benchStart(
  session: BenchSession,
  runtimes: readonly Runtime[],
): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  for (const runtime of runtimes) {
    // What it drains at its end is not what is measured. Its first end leaves what it compiled.
    const environment = { ...compileCacheOf(runtime), SHUTDOWN_DRAIN_MS: "0" };
    await using stack = await startServiceStack(runtime, { environment });
    await stack.service[Symbol.asyncDispose]();
    const starts = await startInTurns(session, runtime, stack);
    results.push(...resultsOf(runtime, starts));
  }
  return results;
}

async function startInTurns(
  session: BenchSession,
  runtime: Runtime,
  stack: ServiceStack,
): Promise<Starts> {
  const rounds = session.isShort ? 1 : ROUNDS;
  const starts: Starts = { service: [], yardstick: [] };
  const turns = [
    async () => starts.service.push(await startOnce(stack, "src/main.ts")),
    async () => starts.yardstick.push(await startOnce(stack, "test/bench/start-yardstick.ts")),
  ];
  for (let round = 0; round < rounds; round++) {
    session.progress(`start on ${runtime}: round ${round + 1} of ${rounds}`);
    for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn();
  }
  return starts;
}

async function startOnce(stack: ServiceStack, script: string): Promise<Start> {
  const startedAt = performance.now();
  await using subject = await stack.start(script);
  await untilReady(subject.port);
  const ms = performance.now() - startedAt;
  const { poolMicros, ownMicros } = await workedByThreads(subject.pid);
  return { ms, cpuMs: (poolMicros + ownMicros) / 1000 };
}

async function untilReady(port: number): Promise<void> {
  const isReady = (): Promise<boolean> =>
    fetch(`http://127.0.0.1:${port}/health/ready`).then(
      async ({ status, body }) => (await body?.cancel(), status === 200),
      () => false,
    );
  while (!(await isReady())) await delay(POLL_MS);
}

function resultsOf(runtime: Runtime, { service, yardstick }: Starts): BenchResult[] {
  const name = `start to the first 200 on ${runtime}`;
  const figure = (
    named: Parameters<typeof measure>[0],
    of: (start: Start) => number,
  ): BenchResult => ({
    ...measure(named, service.map(of)),
    yardstick: median(yardstick.map(of)),
    ratio: median(service.map((start, i) => of(start) / of(yardstick[i] ?? start))),
    against: YARDSTICK,
  });
  return [
    figure({ name, unit: "ms", target: READY_MS_MAX[runtime], bound: "max" }, ({ ms }) => ms),
    figure({ name: `${name}: CPU`, unit: "ms", target: null, bound: "max" }, ({ cpuMs }) => cpuMs),
  ];
}
