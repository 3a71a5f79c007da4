import fc from "fast-check";
import { describe, test } from "vitest";
import { EVENT_BACK_OFF, MAIL_BACK_OFF, backoffMs as waitOf } from "../../src/outbound/backoff.ts";

const backoffMs = (...given: [failed: number, random: number, askedMs?: number]): number =>
  waitOf(MAIL_BACK_OFF, ...given);

/** What Math.random can draw. */
const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const failed = fc.oneof(fc.nat(12), fc.nat(5000));
const stepMs = (failedAttempts: number): number => Math.min(1000 * 2 ** failedAttempts, 60_000);

describe("the wait before the next try", () => {
  test("without jitter is 1, 2, 4 … 60 seconds", ({ expect }) => {
    const waits = [0, 1, 2, 3, 4, 5, 6, 7, 1000, 5000].map((attempts) => backoffMs(attempts, 0));
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000]);
  });

  test("of an event doubles from five seconds to six hours", ({ expect }) => {
    const seconds = [0, 1, 2, 12, 13, 5000].map((n) => waitOf(EVENT_BACK_OFF, n, 0) / 1000);
    expect(seconds).toEqual([5, 10, 20, 20_480, 21_600, 21_600]);
  });

  test("loses up to half of itself at random", ({ expect }) => {
    expect(backoffMs(2, 0)).toBe(4000);
    expect(backoffMs(2, 0.5)).toBe(3000);
    expect(backoffMs(2, 1 - Number.EPSILON)).toBe(2000);
  });

  test("is between half a step and the step, and never above a minute unasked", ({ expect }) => {
    fc.assert(
      fc.property(failed, draw, (failedAttempts, random) => {
        const ms = backoffMs(failedAttempts, random);
        expect(Number.isInteger(ms)).toBe(true);
        expect(ms).toBeGreaterThanOrEqual(stepMs(failedAttempts) / 2);
        expect(ms).toBeLessThanOrEqual(stepMs(failedAttempts));
        expect(ms).toBeLessThanOrEqual(60_000);
      }),
      { numRuns: 2000 },
    );
  });

  test("is never shorter than the provider asked for, and not longer because of it", ({
    expect,
  }) => {
    fc.assert(
      fc.property(failed, draw, fc.nat(3_600_000), (failedAttempts, random, askedMs) => {
        const ms = backoffMs(failedAttempts, random, askedMs);
        expect(ms).toBe(Math.max(backoffMs(failedAttempts, random), askedMs));
      }),
      { numRuns: 2000 },
    );
  });
});
