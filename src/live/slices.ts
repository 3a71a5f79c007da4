import { setTimeout as delay } from "node:timers/promises";

/** A request has several turns of the event loop: each may be so much later. */
const SLICE_MS = 0.5;
/** The shortest that timers know: two thirds of the time are for requests, and for the stores and clients on the same cores. */
const PAUSE_MS = 1;

/** Does something with each of many, a slice at a time, and lets requests have their turn in between. */
export async function forEachInSlices<T>(all: Iterable<T>, work: (each: T) => void): Promise<void> {
  let endsAt = performance.now() + SLICE_MS;
  for (const each of all) {
    work(each);
    if (performance.now() < endsAt) continue;
    await delay(PAUSE_MS);
    endsAt = performance.now() + SLICE_MS;
  }
}
