import { setImmediate as nextTurn } from "node:timers/promises";

/** A request has several turns of the event loop: each may be so much later. */
const SLICE_MS = 2;

/** Does something with each of many, a slice at a time, and lets requests have their turn in between. */
export async function forEachInSlices<T>(all: Iterable<T>, work: (each: T) => void): Promise<void> {
  let endsAt = performance.now() + SLICE_MS;
  for (const each of all) {
    work(each);
    if (performance.now() < endsAt) continue;
    await nextTurn();
    endsAt = performance.now() + SLICE_MS;
  }
}
