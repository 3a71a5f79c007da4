import fc from "fast-check";
import { describe, test } from "vitest";
import type { Quota } from "../../src/domain/quota.ts";
import { createSlidingWindows, type Spent } from "../../src/domain/sliding-window.ts";

const START_MS = 1_769_817_600_000;

/** Moments in time order, in milliseconds after the start. */
const arrivals = (spanMs: number): fc.Arbitrary<number[]> =>
  fc
    .array(fc.integer({ min: 0, max: spanMs }), { minLength: 1, maxLength: 200 })
    .map((times) => times.sort((a, b) => a - b));

const quotas = fc.record({
  count: fc.integer({ min: 1, max: 12 }),
  windowSeconds: fc.integer({ min: 1, max: 20 }),
});

/** The rule as it is written down, with every hit remembered. */
function naiveWindow({ count, windowSeconds }: Quota): (nowMs: number, cost: number) => Spent {
  const subMs = (windowSeconds * 1000) / 20;
  const firstIndex = Math.floor(START_MS / subMs) - 21;
  const costs: number[] = [];
  const usedAt = (index: number): number =>
    costs.slice(index - 20, index + 1).reduce((sum, cost) => sum + cost, 0);
  return (nowMs, cost) => {
    const index = Math.floor(nowMs / subMs) - firstIndex;
    while (costs.length <= index) costs.push(0);
    const isAllowed = usedAt(index) + cost <= count;
    if (isAllowed) costs[index] = (costs[index] ?? 0) + cost;
    const used = usedAt(index);
    // The first bucket whose leaving makes room, or more room: ask the future.
    const later = Array.from({ length: 21 }, (_, i) => index + i + 1);
    costs.push(...later.map(() => 0));
    const free = later.find((each) => usedAt(each) < Math.min(used, count));
    costs.length = index + 1;
    const resetMs = free === undefined ? 0 : (firstIndex + free) * subMs - nowMs;
    return { isAllowed, used, resetMs };
  };
}

describe("a sliding window", () => {
  test("never lets more than its quota through in any window of its length", ({ expect }) => {
    fc.assert(
      fc.property(quotas, arrivals(60_000), (quota, times) => {
        const windows = createSlidingWindows(quota);
        const allowed = times.filter((time) => windows.spend("k", START_MS + time, 1).isAllowed);
        for (const [i, time] of allowed.entries()) {
          const oldest = allowed[i - quota.count];
          if (oldest !== undefined)
            expect(time - oldest).toBeGreaterThanOrEqual(quota.windowSeconds * 1000);
        }
        // The control: what comes while there is room is let through.
        expect(allowed.length).toBeGreaterThanOrEqual(Math.min(quota.count, times.length));
      }),
    );
  });

  test("has a slot free again a twentieth of its length late at most", ({ expect }) => {
    fc.assert(
      fc.property(quotas, arrivals(60_000), (quota, times) => {
        const windows = createSlidingWindows(quota);
        const lateMs = quota.windowSeconds * 1050;
        const allowed: number[] = [];
        const refusedWhileFree: number[] = [];
        for (const time of times) {
          const { isAllowed } = windows.spend("k", START_MS + time, 1);
          const recent = allowed.filter((each) => time - each < lateMs).length;
          if (isAllowed) allowed.push(time);
          else refusedWhileFree.push(...(recent < quota.count ? [time] : []));
        }
        expect(refusedWhileFree).toEqual([]);
      }),
    );
  });

  test("does at every step what the rule says, for any costs", ({ expect }) => {
    const requests = fc.array(
      fc.record({
        afterMs: fc.integer({ min: 0, max: 3000 }),
        cost: fc.integer({ min: 1, max: 4 }),
      }),
      { maxLength: 100 },
    );
    fc.assert(
      fc.property(quotas, requests, (quota, given) => {
        const windows = createSlidingWindows(quota);
        const naive = naiveWindow(quota);
        let now = START_MS;
        for (const { afterMs, cost } of given) {
          now += afterMs;
          expect(windows.spend("k", now, cost)).toEqual(naive(now, cost));
        }
      }),
    );
  });

  test("frees a slot when it says, and not a millisecond before", ({ expect }) => {
    const windows = createSlidingWindows({ count: 2, windowSeconds: 60 });
    windows.spend("k", START_MS, 1);
    windows.spend("k", START_MS + 9000, 1);
    const refused = windows.spend("k", START_MS + 10_000, 1);
    expect(refused).toEqual({ isAllowed: false, used: 2, resetMs: 53_000 });
    expect(windows.spend("k", START_MS + 62_999, 1).isAllowed).toBe(false);
    expect(windows.spend("k", START_MS + 63_000, 1).isAllowed).toBe(true);
  });

  test("counts each key for itself", ({ expect }) => {
    const windows = createSlidingWindows({ count: 1, windowSeconds: 60 });
    expect(windows.spend("a", START_MS, 1).isAllowed).toBe(true);
    expect(windows.spend("a", START_MS, 1).isAllowed).toBe(false);
    expect(windows.spend("b", START_MS, 1).isAllowed).toBe(true);
  });

  test("takes a cost whole or not at all", ({ expect }) => {
    const windows = createSlidingWindows({ count: 5, windowSeconds: 60 });
    expect(windows.spend("k", START_MS, 6)).toEqual({ isAllowed: false, used: 0, resetMs: 0 });
    expect(windows.spend("k", START_MS, 3).used).toBe(3);
    expect(windows.spend("k", START_MS, 3)).toMatchObject({ isAllowed: false, used: 3 });
    expect(windows.spend("k", START_MS, 2)).toMatchObject({ isAllowed: true, used: 5 });
  });

  test("does not let a clock that steps back open it", ({ expect }) => {
    const windows = createSlidingWindows({ count: 1, windowSeconds: 60 });
    expect(windows.spend("k", START_MS, 1).isAllowed).toBe(true);
    expect(windows.spend("k", START_MS - 30_000, 1).isAllowed).toBe(false);
  });
});

describe("a refund", () => {
  test("leaves everything as if the request had never come", ({ expect }) => {
    fc.assert(
      fc.property(
        quotas,
        arrivals(30_000),
        fc.integer({ min: 1, max: 3 }),
        (quota, times, cost) => {
          const [refunded, plain] = [createSlidingWindows(quota), createSlidingWindows(quota)];
          for (const time of times) {
            const now = START_MS + time;
            if (refunded.spend("k", now, cost).isAllowed) refunded.refund("k", now, cost);
            expect(refunded.spend("k", now, 1)).toEqual(plain.spend("k", now, 1));
          }
        },
      ),
    );
  });

  test("takes back from the newest bucket first", ({ expect }) => {
    const windows = createSlidingWindows({ count: 4, windowSeconds: 60 });
    windows.spend("k", START_MS, 2);
    windows.spend("k", START_MS + 30_000, 2);
    windows.refund("k", START_MS + 30_000, 3);
    // What is left is of the first bucket: it leaves 63 seconds after the start.
    expect(windows.spend("k", START_MS + 30_000, 4)).toEqual({
      isAllowed: false,
      used: 1,
      resetMs: 33_000,
    });
  });

  test("of all that was spent leaves no key behind", ({ expect }) => {
    const windows = createSlidingWindows({ count: 2, windowSeconds: 60 });
    windows.spend("k", START_MS, 2);
    expect(windows.size()).toBe(1);
    windows.refund("k", START_MS, 2);
    expect(windows.size()).toBe(0);
  });

  test("of more than was spent, or of a key that spent nothing, opens nothing", ({ expect }) => {
    const windows = createSlidingWindows({ count: 2, windowSeconds: 60 });
    windows.refund("k", START_MS, 1);
    windows.spend("k", START_MS, 1);
    windows.refund("k", START_MS, 5);
    expect(windows.spend("k", START_MS, 2).isAllowed).toBe(true);
    expect(windows.spend("k", START_MS, 1).isAllowed).toBe(false);
  });
});

test("keys that are no longer counted are forgotten", ({ expect }) => {
  const windows = createSlidingWindows({ count: 2, windowSeconds: 60 });
  let sizeMax = 0;
  for (let i = 0; i < 20_000; i++) {
    windows.spend(`k${i}`, START_MS + i * 1000, 1);
    sizeMax = Math.max(sizeMax, windows.size());
  }
  // A key a second lives 63 of them, and no sweep is further away than that.
  expect(sizeMax).toBeLessThanOrEqual(2 * 63 + 1);
  expect(windows.size()).toBeGreaterThanOrEqual(60);
});
