import fc from "fast-check";
import { test } from "vitest";
import { compareStreamIds, parseStreamId, timeOfStreamId } from "../../src/domain/stream-id.ts";

test("an id is read as Redis writes it, and without its number; 0 is the start", ({ expect }) => {
  expect(parseStreamId("1769860800000-3")).toBe("1769860800000-3");
  expect(parseStreamId("1769860800000")).toBe("1769860800000-0");
  expect(parseStreamId("0")).toBe("0-0");
  expect(parseStreamId("007-00")).toBe("7-0");
  expect(parseStreamId("1-18446744073709551615")).toBe("1-18446744073709551615");
});

test.each(["", "-", "$", "+", "x", "1-", "-1", "1-2-3", " 1", "1e3", "1".repeat(17), "1.5", "１"])(
  "%j is none",
  async (text) => {
    const { expect } = await import("vitest");
    expect(parseStreamId(text)).toBeNull();
  },
);

test("ids are in the order of their times, and of their numbers within one", ({ expect }) => {
  const numbers = fc.bigInt({ min: 0n, max: 2n ** 53n });
  fc.assert(
    fc.property(numbers, numbers, numbers, numbers, (aMs, aNumber, bMs, bNumber) => {
      const expected = aMs === bMs ? aNumber - bNumber : aMs - bMs;
      const found = compareStreamIds(`${aMs}-${aNumber}`, `${bMs}-${bNumber}`);
      expect(Math.sign(found)).toBe(Number(expected > 0n) - Number(expected < 0n));
    }),
  );
  expect(compareStreamIds("5-9", "5-10")).toBeLessThan(0);
  expect(compareStreamIds("5-10", "5-10")).toBe(0);
});

test("an id says when its entry was made", ({ expect }) => {
  expect(timeOfStreamId("1769860800000-3")).toBe(1_769_860_800_000);
});
