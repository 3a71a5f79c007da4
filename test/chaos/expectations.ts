import { type Entry, outcomeOf } from "./ledger.ts";
import type { World } from "./world.ts";

type Judged = Pick<World, "ledger" | "timeline" | "breaches" | "print">;

/** What was asked while a fault of that name lasted, also what was answered only when it was over. */
export function callsDuring({ ledger, timeline }: Judged, label: string): Entry[] {
  const faults = timeline.marks.filter((mark) => mark.label === label);
  return ledger.entries.filter(({ calledAt }) =>
    faults.some(({ from, to }) => calledAt > from && calledAt < to),
  );
}

/** Whoever asks during a fault is answered, nobody later than so, and 99 of 100 within so many milliseconds. */
export function expectInTime(
  world: Judged,
  label: string,
  { p99Ms, maxMs = Number.POSITIVE_INFINITY }: { p99Ms?: number; maxMs?: number },
): void {
  const calls = callsDuring(world, label);
  const waits = calls
    .map(({ calledAt, returnedAt }) => returnedAt - calledAt)
    .toSorted((a, b) => a - b);
  const p99 = waits[Math.floor(waits.length * 0.99)] ?? Number.NaN;
  const max = waits.at(-1) ?? Number.NaN;
  const lost = calls.filter((call) => outcomeOf(call) === "lost").length;
  world.print(
    `${label}: ${calls.length} calls, p99 ${p99} ms, at most ${max} ms, ${lost} without an answer`,
  );
  const isLate = max > maxMs || (p99Ms !== undefined && p99 > p99Ms);
  if (calls.length === 0) world.breaches.push(`${label}: nobody asked meanwhile`);
  if (isLate) world.breaches.push(`${label}: p99 ${p99} ms, at most ${max} ms`);
  if (lost > 0) world.breaches.push(`${label}: ${lost} calls had no answer`);
}

/** Somebody was told to come again while a fault of that name lasted, or it was none. */
export function expectRefusals(world: Judged, label: string): void {
  const refused = callsDuring(world, label).filter((call) => outcomeOf(call) === "unavailable");
  expectSome(world, `call was refused during ${label}`, refused.length);
}

/** There were no more of something than so many. */
export function expectFew(world: Judged, what: string, count: number, max: number): void {
  if (count > max) world.breaches.push(`${count} ${what}, which are more than ${max}`);
}

/** There was some of something, or the run shows nothing. */
export function expectSome(world: Judged, what: string, count: number): void {
  if (count === 0) world.breaches.push(`no ${what}: the run shows nothing`);
}
