import fc from "fast-check";
import { describe, test } from "vitest";
import { type CodePolicy, cooldownLeftMs, resendAfter } from "../../src/domain/one-time-code.ts";

const policy: CodePolicy = {
  digits: 4,
  longDigits: 8,
  budgetMax: 10,
  ttlMs: 60_000,
  triesMax: 5,
  resendFirstMs: 30_000,
  resendLaterMs: 60_000,
};
const codeRequestedAt = new Date(1_000_000);

describe("the wait for a new code", () => {
  test.for([
    [1, 30_000],
    [2, 30_000],
    [3, 60_000],
    [4, 60_000],
    [100, 60_000],
  ] as const)(
    "after code %i is %i ms, to the millisecond",
    ([codeSequence, waitMs], { expect }) => {
      const newest = { codeSequence, codeRequestedAt };
      expect(cooldownLeftMs(policy, { ...newest, codeAgeMs: 0 })).toBe(waitMs);
      expect(cooldownLeftMs(policy, { ...newest, codeAgeMs: waitMs - 1 })).toBe(1);
      expect(cooldownLeftMs(policy, { ...newest, codeAgeMs: waitMs })).toBe(0);
      expect(cooldownLeftMs(policy, { ...newest, codeAgeMs: waitMs + 1 })).toBe(0);
      expect(resendAfter(policy, newest).getTime()).toBe(1_000_000 + waitMs);
    },
  );

  test("follows the policy it is given", ({ expect }) => {
    const other = { ...policy, resendFirstMs: 1000, resendLaterMs: 7000 };
    const waitAfter = (codeSequence: number): number =>
      cooldownLeftMs(other, { codeSequence, codeRequestedAt, codeAgeMs: 0 });
    expect([1, 2, 3].map(waitAfter)).toEqual([1000, 1000, 7000]);
  });

  test("is never negative, and ends when it was said to", ({ expect }) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(200_000), (codeSequence, codeAgeMs) => {
        const leftMs = cooldownLeftMs(policy, { codeSequence, codeRequestedAt, codeAgeMs });
        const saidMs = resendAfter(policy, { codeSequence, codeRequestedAt }).getTime();
        expect(leftMs).toBe(Math.max(0, saidMs - (codeRequestedAt.getTime() + codeAgeMs)));
      }),
    );
  });

  test("does not change the moment it is reckoned from", ({ expect }) => {
    resendAfter(policy, { codeSequence: 1, codeRequestedAt });
    expect(codeRequestedAt.getTime()).toBe(1_000_000);
  });
});
