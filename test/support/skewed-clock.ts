/**
 * Loaded before the service's entry file: a clock that is ahead by CLOCK_AHEAD_MS (behind, when that is negative), until
 * SIGUSR2 sets it right.
 */
let aheadMs = Number(process.env["CLOCK_AHEAD_MS"]);
process.on("SIGUSR2", () => {
  aheadMs = 0;
});

const TrueDate = Date;
class SkewedDate extends TrueDate {
  constructor(...given: unknown[]) {
    if (given.length === 0) super(SkewedDate.now());
    else super(...(given as [number]));
  }

  static override now(): number {
    return TrueDate.now() + aheadMs;
  }
}
globalThis.Date = SkewedDate as DateConstructor;
