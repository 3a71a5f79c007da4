import fc from "fast-check";
import { describe, test } from "vitest";
import { formatQuota, mostPerDay, parseQuota } from "../../src/domain/quota.ts";

describe("a quota", () => {
  test.for([
    ["5/15m", 5, 900],
    ["10/1d", 10, 86_400],
    ["1/s", 1, 1],
    ["3/m", 3, 60],
    ["3/h", 3, 3600],
    ["100/2h", 100, 7200],
    ["999999/9999s", 999_999, 9999],
    ["1/400d", 1, 34_560_000],
    ["1/9600h", 1, 34_560_000],
  ] as const)("%s is %i in %i seconds", ([text, count, windowSeconds], { expect }) => {
    expect(parseQuota(text)).toEqual({ count, windowSeconds });
  });

  test.for([
    "",
    "5",
    "/",
    "/1m",
    "5/",
    "5/15",
    "0/1m",
    "5/0m",
    "05/1m",
    "5/01m",
    "-5/1m",
    "+5/1m",
    "5/-1m",
    "5/1y",
    "5/1M",
    "5/1ms",
    "5.5/1m",
    "5/1.5m",
    "5 / 1m",
    " 5/1m",
    "5/1m ",
    "5/1m\n",
    "1e3/1m",
    "0x5/1m",
    "٥/1m",
    "5/1m,",
    "5/1m,10/1h",
    "1000000/1m",
    "5/10000s",
    "5/401d",
    "5/9601h",
    "Infinity/1m",
  ])("%j is none", (text, { expect }) => {
    expect(parseQuota(text)).toBeNull();
  });

  test.for([
    ["900/900s", "900/15m"],
    ["1/60m", "1/1h"],
    ["1/48h", "1/2d"],
    ["1/90s", "1/90s"],
    ["7/m", "7/1m"],
  ] as const)("%s is written %s", ([text, written], { expect }) => {
    const quota = parseQuota(text);
    expect(quota && formatQuota(quota)).toBe(written);
  });

  test("is read as it was written", ({ expect }) => {
    const number = fc.integer({ min: 1, max: 400 });
    const count = fc.integer({ min: 1, max: 999_999 });
    fc.assert(
      fc.property(count, number, fc.constantFrom("s", "m", "h", "d"), (times, length, unit) => {
        const quota = parseQuota(`${times}/${length}${unit}`);
        expect(quota).not.toBeNull();
        expect(quota && parseQuota(formatQuota(quota))).toEqual(quota);
      }),
    );
  });

  test.for([
    ["5/1h", 120],
    ["10/1d", 10],
    ["10/2d", 10],
    ["3/7h", 12],
    ["1/1s", 86_400],
  ] as const)("%s lets at most %i through in a day", ([text, most], { expect }) => {
    const quota = parseQuota(text);
    expect(quota && mostPerDay(quota)).toBe(most);
  });
});
