import { setTimeout as delay } from "node:timers/promises";
import { type Helper, sharedNowMs } from "./helper-process.ts";
import type { ProbeTasks, Samples } from "./live-probe.ts";
import type { SocketTasks, Spread } from "./live-sockets.ts";
import type { LiveStack } from "./live-stack.ts";

/** What is measured with; the two helpers are processes of their own. */
export type LiveBench = {
  stack: LiveStack;
  sockets: Helper<SocketTasks>;
  probe: Helper<ProbeTasks>;
};

/** How the service is while nothing is told. */
export type Idle = {
  memoryMb: number;
  latenciesMs: number[];
  /** What its own thread worked, in ms a second; unlike times it hardly depends on what else the machine does. */
  workMs: number;
};
export type Round = { without: Idle; with: Idle; openedMs: number };

export type Broadcast = {
  /** From its being told until the last socket had it, and the first one. */
  lastMs: number;
  firstMs: number;
  spread: Spread;
  /** Requests that were under way meanwhile, and in as long a time before. */
  duringMs: number[];
  beforeMs: number[];
  /** For how long the event loop was held at most around it. */
  loopDelayMs: number;
};

const SETTLE_MS = 5000;
const PER_SECOND = 100;
/** Long enough for a round of pings on both runtimes. */
const REQUESTS = 4000;
const QUIET_MS = 700;

/** The service without its sockets, and with them. */
export async function measureRound({ stack, sockets, probe }: LiveBench): Promise<Round> {
  const measureIdle = async (): Promise<Idle> => {
    await delay(SETTLE_MS);
    const settledMb = await stack.memoryMb();
    const [startedAt, workedBefore] = [performance.now(), await stack.workedMicros()];
    const latenciesMs = await probe.ask("paced", PER_SECOND, REQUESTS);
    const workMs = ((await stack.workedMicros()) - workedBefore) / (performance.now() - startedAt);
    return { latenciesMs, workMs, memoryMb: Math.max(settledMb, await stack.memoryMb()) };
  };
  await sockets.ask("cutAll");
  const without = await measureIdle();
  const startedAt = performance.now();
  await sockets.ask("open", stack.port, stack.origin, stack.tokens);
  const openedMs = performance.now() - startedAt;
  return { without, with: await measureIdle(), openedMs };
}

/** Tells all sockets of somebody, while requests are sent one after another. */
export async function measureBroadcast(
  { stack, sockets, probe }: LiveBench,
  number: number,
): Promise<Broadcast> {
  await probe.ask("begin");
  await delay(QUIET_MS);
  // What it was until here.
  await stack.loopDelayMs();
  await delay(QUIET_MS);
  const toldAtMs = sharedNowMs();
  stack.tell();
  const spread = await sockets.ask("spreadOf", number);
  const loopDelayMs = await stack.loopDelayMs();
  const samples = await probe.ask("end");
  if (!samples) throw new Error("nothing was asked");
  const lastMs = spread.lastMs - toldAtMs;
  const quietUntilMs = toldAtMs - 1;
  return {
    spread,
    lastMs,
    firstMs: spread.firstMs - toldAtMs,
    duringMs: underWay(samples, toldAtMs, spread.lastMs),
    beforeMs: underWay(samples, quietUntilMs - lastMs, quietUntilMs),
    loopDelayMs,
  };
}

const underWay = ({ sentMs, answeredMs }: Samples, fromMs: number, untilMs: number): number[] =>
  [...sentMs].flatMap((sent, i) => {
    const answered = answeredMs[i] ?? Number.NaN;
    return answered >= fromMs && sent <= untilMs ? [answered - sent] : [];
  });
