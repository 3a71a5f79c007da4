import fc from "fast-check";
import { afterEach, describe, test, vi } from "vitest";
import { readRetryAfterMs } from "../../src/outbound/retry-after.ts";

const NOW_MS = Date.parse("2026-01-01T00:00:00Z");
const HOUR_MS = 3_600_000;
const read = (header: string | null): number | undefined => readRetryAfterMs(header, NOW_MS);

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("a provider's Retry-After", () => {
  test.for([
    ["0", 0],
    ["7", 7000],
    [" 7 ", 7000],
    ["007", 7000],
    ["3600", HOUR_MS],
    ["3601", HOUR_MS],
    ["9".repeat(400), HOUR_MS],
  ] as const)("of %s seconds is read, up to an hour", ([header, ms], { expect }) => {
    expect(read(header)).toBe(ms);
  });

  test.for([
    ["Thu, 01 Jan 2026 00:00:30 GMT", 30_000],
    ["Wed, 31 Dec 2025 23:59:59 GMT", 0],
    ["Thu, 01 Jan 2026 01:00:00 GMT", HOUR_MS],
    ["Fri, 01 Jan 2027 00:00:00 GMT", HOUR_MS],
    ["Thursday, 01-Jan-26 00:00:30 GMT", 30_000],
  ] as const)("that is the date %s is read, up to an hour", ([header, ms], { expect }) => {
    expect(read(header)).toBe(ms);
  });

  test("in the asctime form is UTC, whatever the machine's zone is (RFC 9110 §5.6.7)", ({
    expect,
  }) => {
    vi.stubEnv("TZ", "America/New_York");
    // The zone is really another one now (control).
    expect(new Date(NOW_MS).getHours()).toBe(19);
    expect(read("Thu, 01 Jan 2026 00:00:30 GMT")).toBe(30_000);
    expect(read("Thu Jan  1 00:00:30 2026")).toBe(30_000);
  });

  test.for([
    null,
    "",
    " ",
    "soon",
    "NaN",
    "Infinity",
    "1e3",
    "0x10",
    "7 seconds",
    "in 5 minutes",
    "-5",
    "+5",
    "1.5",
    "7,8",
    "try again in 2027",
  ])("that is %j says nothing", (header, { expect }) => {
    expect(read(header)).toBeUndefined();
  });

  test("is nothing, or between zero and an hour, whatever comes", ({ expect }) => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.date().map(String), fc.nat().map(String)), (header) => {
        const ms = read(header) ?? 0;
        expect(ms).toBeGreaterThanOrEqual(0);
        expect(ms).toBeLessThanOrEqual(HOUR_MS);
      }),
      { numRuns: 2000 },
    );
  });
});
