import { createCipheriv, createSecretKey, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, test } from "vitest";
import {
  type CodeBinding,
  type CodePurpose,
  digestCode,
  mintCode,
} from "../../src/domain/one-time-code.ts";

const key = createSecretKey(randomBytes(32));
// Fixed draws: a fair sample is above the bound once in a thousand, which no test may be.
const FIXED_KEY = createSecretKey(Buffer.alloc(32, 7));
const DRAWS = 120_000;
const BINS = 10_000;
/** 99.9 % of uniform samples stay below, for 9,999 degrees of freedom. */
const CHI_SQUARE_BOUND = 10_436;

function chiSquare(values: number[]): number {
  const counts = new Float64Array(BINS);
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  const expected = values.length / BINS;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** How much a value says about the next one: 0 for independent draws. */
function lagCorrelation(values: number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [joint, own] = [0, 0];
  for (const [i, value] of values.entries()) {
    joint += i === 0 ? 0 : (value - mean) * ((values[i - 1] ?? 0) - mean);
    own += (value - mean) ** 2;
  }
  return joint / own;
}

/** The remainders of so many fixed pseudo-random numbers of some bytes: fair for six bytes, skewed for two. */
function remainders(bytes: number, count: number): number[] {
  const stream = createCipheriv("aes-256-ctr", FIXED_KEY, Buffer.alloc(16));
  const drawn = stream.update(Buffer.alloc(bytes * count));
  return Array.from({ length: count }, (_, i) => drawn.readUIntBE(i * bytes, bytes) % BINS);
}

describe("codes", () => {
  const codes = Array.from({ length: DRAWS }, (_, i) => mintCode(FIXED_KEY, `message-${i}`, 4));
  const values = codes.map(Number);

  test("are always four ASCII digits, with leading zeros", ({ expect }) => {
    expect(codes.filter((code) => !/^[0-9]{4}$/.test(code))).toEqual([]);
    expect(codes.some((code) => code.startsWith("000"))).toBe(true);
    expect(new Set(codes).size).toBeGreaterThan(BINS * 0.999);
  });

  test("are uniform over 0000 to 9999", ({ expect }) => {
    expect(chiSquare(values)).toBeLessThan(CHI_SQUARE_BOUND);
  });

  test("would not pass as the remainder of two bytes, and would as that of six (control)", ({
    expect,
  }) => {
    expect(chiSquare(remainders(2, 300_000))).toBeGreaterThan(CHI_SQUARE_BOUND);
    expect(chiSquare(remainders(6, 300_000))).toBeLessThan(CHI_SQUARE_BOUND);
  });

  test("say nothing about the next message's code", ({ expect }) => {
    const bound = 4 / Math.sqrt(DRAWS);
    expect(Math.abs(lagCorrelation(values))).toBeLessThan(bound);
    // A code that counts on from the one before (control).
    expect(lagCorrelation(values.map((_, i) => i % BINS))).toBeGreaterThan(bound);
    const repeats = values.filter((value, i) => value === values[i - 1]).length;
    expect(repeats).toBeLessThan((3 * DRAWS) / BINS);
  });

  test("are the same for the same message, so that a repeated send carries it again", ({
    expect,
  }) => {
    for (const digits of [4, 6, 8])
      expect(mintCode(key, "m", digits)).toBe(mintCode(createSecretKey(key.export()), "m", digits));
  });

  test("are others for another message and under another key", ({ expect }) => {
    const others = Array.from({ length: 100 }, (_, i) => mintCode(key, `m${i}`, 12));
    expect(new Set(others).size).toBe(100);
    expect(mintCode(createSecretKey(randomBytes(32)), "m0", 12)).not.toBe(others[0]);
  });

  test.for([1, 4, 6, 8])("have exactly the %i digits asked for", (digits, { expect }) => {
    const some = Array.from({ length: 500 }, (_, i) => mintCode(key, `m${i}`, digits));
    expect(some.filter((code) => !new RegExp(`^[0-9]{${digits}}$`).test(code))).toEqual([]);
  });
});

describe("a digest", () => {
  const binding: CodeBinding = { purpose: "activation", accountId: "a1", generation: 1 };
  const digest = digestCode(key, binding, "0420");

  test("is the same for the same code in the same place", ({ expect }) => {
    expect(digestCode(createSecretKey(key.export()), { ...binding }, "0420")).toBe(digest);
  });

  test.for([
    ["purpose", { ...binding, purpose: "email_change" }, "0420"],
    ["account", { ...binding, accountId: "a2" }, "0420"],
    ["generation", { ...binding, generation: 2 }, "0420"],
    ["change", { ...binding, changeId: "c1" }, "0420"],
    ["code", binding, "0421"],
    ["code without its zero", binding, "420"],
  ] as const)("is another for another %s", ([, otherBinding, code], { expect }) => {
    expect(digestCode(key, otherBinding, code)).not.toBe(digest);
  });

  test("is another under another key", ({ expect }) => {
    expect(digestCode(createSecretKey(randomBytes(32)), binding, "0420")).not.toBe(digest);
  });

  test("does not hold the code, and is a whole SHA-256", ({ expect }) => {
    expect(digest).toMatch(/^[\w-]{43}$/);
    expect(Buffer.from(digest, "base64url").toString("latin1")).not.toContain("0420");
  });

  test("is another when the same characters stand in other fields", ({ expect }) => {
    const digests = [
      digestCode(key, { ...binding, accountId: "a", generation: 1 }, "1234"),
      digestCode(key, { ...binding, accountId: "a1", generation: 1 }, "234"),
      digestCode(key, { ...binding, accountId: "a1", generation: 12 }, "34"),
      digestCode(key, { ...binding, accountId: "a", generation: 11 }, "234"),
      digestCode(key, { ...binding, purpose: "activationa" as CodePurpose, accountId: "" }, "1234"),
    ];
    expect(new Set(digests).size).toBe(digests.length);
  });

  test("is one for each account, generation and code", ({ expect }) => {
    const triple = fc.tuple(fc.stringMatching(/^[a-f\d-]{0,4}$/), fc.nat(120), fc.nat(120));
    fc.assert(
      fc.property(triple, triple, (a, b) => {
        const [left, right] = [a, b].map(([accountId, generation, code]) =>
          digestCode(key, { ...binding, accountId, generation }, String(code)),
        );
        expect(left === right).toBe(a.join() === b.join());
      }),
      { numRuns: 2000 },
    );
  });
});
