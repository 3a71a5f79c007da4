import { setTimeout as delay } from "node:timers/promises";
import type { Runtime } from "../support/processes.ts";
import { sendAll, writePost } from "./http-load.ts";
import {
  type AtRest,
  OPS_PASSWORD,
  liveHeapMb,
  residentMb,
  watchResident,
  withLiveHeap,
} from "./memory-probe.ts";
import { newPeople } from "./people.ts";
import { type BenchResult, measure } from "./result.ts";
import { type ServiceStack, startServiceStack } from "./service-stack.ts";
import type { BenchSession } from "./session.ts";
import { median } from "./stack.ts";
import { compileCacheOf } from "./start.ts";

const IDLE_MB_MAX = 110;
/** As a person would look at it: some seconds after the start. */
const IDLE_MS = 10_000;
const IDLE_STARTS = 3;

const PEOPLE = 100_000;
const STEP = 10_000;
/** Caches of a bounded size are full by then. */
const SETTLED_AT = 20_000;
/** Of what is held: the runtimes take and give back memory in pieces. Over 80,000 registrations it is some 40 bytes each. */
const TOLERANCE = 0.01;
const REST_MS = 5000;
const CONCURRENCY = 32;
const BATCH = 500;
/** A hash gives back what it took when it ends; with its usual cost a run would take an hour. */
const CHEAP_HASH = { HASH_MEMORY_KIB: "8", HASH_PASSES: "1" };

/** What the process holds when it did nothing yet, and whether registrations make it hold more and more. */
export async function benchMemory(
  session: BenchSession,
  runtimes: readonly Runtime[],
): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  for (const runtime of runtimes)
    results.push(...(await benchIdle(session, runtime)), ...(await benchGrowth(session, runtime)));
  return results;
}

/** With all defaults, the cost of a hash as well; beside a process that does nothing. */
async function benchIdle(session: BenchSession, runtime: Runtime): Promise<BenchResult[]> {
  const [starts, idleMs] = session.isShort ? [1, 200] : [IDLE_STARTS, IDLE_MS];
  const held: Record<"service" | "bare" | "alive", number[]> = { service: [], bare: [], alive: [] };
  const flags = withLiveHeap(runtime);
  await using stack = await startServiceStack(runtime, {
    environment: { ...compileCacheOf(runtime), OPS_PASSWORD, SHUTDOWN_DRAIN_MS: "0" },
  });
  for (let i = 0; i < starts; i++) {
    session.progress(`memory idle on ${runtime}: start ${i + 1} of ${starts}`);
    await using service = await stack.start();
    await using bare = await stack.start("test/bench/start-yardstick.ts");
    await delay(idleMs);
    held.service.push(await residentMb(service.pid));
    held.bare.push(await residentMb(bare.pid));
  }
  await using probed = await stack.start("src/main.ts", { flags });
  held.alive.push(await liveHeapMb(probed));
  const name = `memory idle on ${runtime}`;
  return [
    {
      ...measure({ name, unit: "MB", target: IDLE_MB_MAX, bound: "max" }, held.service),
      yardstick: median(held.bare),
      ratio: median(held.service.map((mb, i) => mb / (held.bare[i] ?? Number.NaN))),
      against: "a bare Hono handler",
    },
    measure({ name: `${name}: live heap`, unit: "MB", target: null, bound: "max" }, held.alive),
  ];
}

async function benchGrowth(session: BenchSession, runtime: Runtime): Promise<BenchResult[]> {
  const [people, step, settledAt] = session.isShort ? [30, 10, 10] : [PEOPLE, STEP, SETTLED_AT];
  await using stack = await startServiceStack(runtime, {
    environment: {
      ...compileCacheOf(runtime),
      ...CHEAP_HASH,
      OPS_PASSWORD,
      SHUTDOWN_DRAIN_MS: "0",
    },
    flags: withLiveHeap(runtime),
  });
  const rests: AtRest[] = [];
  for (let registered = step; registered <= people; registered += step) {
    session.progress(`memory on ${runtime}: ${registered} registrations of ${people}`);
    await registerMany(stack, step);
    const rest = await watchResident(stack.service.pid, session.isShort ? 100 : REST_MS);
    if (registered >= settledAt) rests.push(rest);
  }
  const alive = await liveHeapMb(stack.service);
  const name = `memory on ${runtime} from ${settledAt} to ${people} registrations`;
  const held = rests.map(({ mb }) => mb);
  const grown = slopeOf(held) * (held.length - 1);
  const tolerance = Math.max(noiseOf(rests), median([...held]) * TOLERANCE);
  return [
    {
      ...measure({ name: `${name}: growth`, unit: "MB", target: 0, bound: "max" }, [grown]),
      met: grown <= tolerance,
      note: `by the line through all ${held.length} looks; less than ${tolerance.toFixed(1)} MB (a hundredth of what is held, or as far as it moves at rest) is none. Held then: ${held.map((mb) => mb.toFixed(0)).join(", ")} MB`,
    },
    measure({ name: `${name}: held`, unit: "MB", target: null, bound: "max" }, held),
    measure({ name: `${name}: live heap`, unit: "MB", target: null, bound: "max" }, [alive]),
  ];
}

// In small parts: what waits to be sent is not to be what the machine's memory is needed for. A crowded machine refuses one
// now and then, and another takes its place.
async function registerMany({ service, untilMailed }: ServiceStack, count: number): Promise<void> {
  for (let missing = count; missing > 0;) {
    const requests = newPeople(Math.min(BATCH, missing)).map((each) => writePost("/users", each));
    const { answers } = await sendAll(service.port, requests, CONCURRENCY);
    missing -= answers.filter(({ status }) => status === 202).length;
  }
  await untilMailed();
}

/** How much a value goes up from one look to the next, by least squares. */
function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const weight = values.reduce((sum, _, i) => sum + (i - middle) ** 2, 0);
  return values.reduce((sum, value, i) => sum + (i - middle) * (value - mean), 0) / weight;
}

/** How far the memory of a process that rests moves by itself, at most; the collector's own breathing. */
const noiseOf = (rests: readonly AtRest[]): number =>
  Math.max(...rests.map(({ movedMb }) => movedMb));
