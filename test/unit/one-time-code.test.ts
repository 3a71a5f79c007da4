import { randomBytes } from "node:crypto";
import { describe, test } from "vitest";
import {
  type CodePolicy,
  cooldownLeftMs,
  digestCode,
  mintCode,
  resendAfter,
} from "../../src/domain/one-time-code.ts";

const key = randomBytes(32);
const DRAWS = 300_000;
const BINS = 10_000;
/** 99.9 % of uniform samples stay below, for 9,999 degrees of freedom. */
const CHI_SQUARE_BOUND = 10_436;

function chiSquare(codes: Iterable<string>): number {
  const counts = new Float64Array(BINS);
  let total = 0;
  for (const code of codes) {
    counts[Number(code)] = (counts[Number(code)] ?? 0) + 1;
    total++;
  }
  const expected = total / BINS;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe("codes", () => {
  test("are uniform over 0000 to 9999, always four digits", ({ expect }) => {
    // A fixed key: a fair draw is above the bound once in a thousand, which no test may be.
    const fixed = Buffer.alloc(32, 7);
    const codes = Array.from({ length: DRAWS }, (_, i) => mintCode(fixed, `message-${i}`, 4));
    expect(codes.every((code) => /^\d{4}$/.test(code))).toBe(true);
    expect(codes.some((code) => code.startsWith("00"))).toBe(true);
    expect(chiSquare(codes)).toBeLessThan(CHI_SQUARE_BOUND);
  });

  test("that were the remainder of two bytes would not pass (control)", ({ expect }) => {
    const skewed = Array.from({ length: DRAWS }, () =>
      String(randomBytes(2).readUInt16BE() % BINS).padStart(4, "0"),
    );
    expect(chiSquare(skewed)).toBeGreaterThan(CHI_SQUARE_BOUND);
  });

  test("are the same for the same message, and only then", ({ expect }) => {
    expect(mintCode(key, "a", 8)).toBe(mintCode(key, "a", 8));
    const others = new Set(Array.from({ length: 100 }, (_, i) => mintCode(key, `m${i}`, 8)));
    expect(others.size).toBe(100);
    expect(mintCode(key, "a", 8)).not.toBe(mintCode(randomBytes(32), "a", 8));
  });
});

test("a digest is bound to key, purpose, account, generation and code", ({ expect }) => {
  const binding = { purpose: "activation", accountId: "a1", generation: 1 } as const;
  const digests = [
    digestCode(key, binding, "1234"),
    digestCode(key, binding, "1235"),
    digestCode(key, { ...binding, accountId: "a2" }, "1234"),
    digestCode(key, { ...binding, generation: 2 }, "1234"),
    // Shifted by one place: the same characters in a row.
    digestCode(key, { ...binding, generation: 11 }, "234"),
    digestCode(randomBytes(32), binding, "1234"),
  ];
  expect(new Set(digests).size).toBe(digests.length);
  expect(digestCode(key, binding, "1234")).toBe(digests[0]);
});

describe("the cool-down", () => {
  const policy: CodePolicy = {
    digits: 4,
    ttlMs: 60_000,
    triesMax: 5,
    resendFirstMs: 30_000,
    resendLaterMs: 60_000,
  };
  const codeRequestedAt = new Date(1_000_000);

  test.for([
    [1, 30_000],
    [2, 30_000],
    [3, 60_000],
    [9, 60_000],
  ])("after code %i is %i ms", ([codeSequence = 0, waitMs = 0], { expect }) => {
    const newest = { codeSequence, codeRequestedAt, codeAgeMs: 0 };
    expect(cooldownLeftMs(policy, newest)).toBe(waitMs);
    expect(cooldownLeftMs(policy, { ...newest, codeAgeMs: waitMs - 1 })).toBe(1);
    expect(cooldownLeftMs(policy, { ...newest, codeAgeMs: waitMs + 1 })).toBe(0);
    expect(resendAfter(policy, newest).getTime()).toBe(1_000_000 + waitMs);
  });
});
