import { setTimeout as delay } from "node:timers/promises";

/** The milliseconds between people who come each on his own (a Poisson process). */
export const drawGaps = (perSecond: number, count: number): number[] =>
  Array.from({ length: count }, () => (-Math.log(1 - Math.random()) * 1000) / perSecond);

/** Calls after each gap, whether the earlier ones have ended or not; their results. */
export async function atPace<T>(gapsMs: number[], call: () => Promise<T>): Promise<T[]> {
  const calls: Promise<T>[] = [];
  let dueMs = performance.now();
  for (const gapMs of gapsMs) {
    dueMs += gapMs;
    await delay(Math.max(0, dueMs - performance.now()));
    calls.push(call());
  }
  return Promise.all(calls);
}

export const percentile = (values: number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? Number.NaN;
