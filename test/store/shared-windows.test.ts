import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, inject, test } from "vitest";
import type { Quota } from "../../src/domain/quota.ts";
import { createSlidingWindows } from "../../src/domain/sliding-window.ts";
import { placeOf } from "../../src/limits/limiter.ts";
import { type WindowPlace, type Windows, createWindows } from "../../src/limits/windows.ts";
import type { Redis } from "../../src/redis/connection.ts";
import { DRIVEN_WINDOW, forgetClock, setClock } from "../support/driven-clock.ts";
import { openPatientRedis } from "../support/patience.ts";

/** Any moment that is no edge of a bucket. */
const START_MS = 1_770_000_012_345;
const MINUTE: Quota = { count: 5, windowSeconds: 60 };

let redis: Redis;
let windows: Windows;
beforeAll(async () => {
  redis = await openPatientRedis(inject("redisUrl"));
  windows = createWindows(redis, DRIVEN_WINDOW);
});
afterAll(async () => {
  await forgetClock(redis);
  redis.disconnect();
});

/** Callers whose hashes begin alike, and so share a key of their own. */
function newNeighbours(count: number, quota = MINUTE): WindowPlace[] {
  const policy = `test.${randomBytes(6).toString("hex")}` as "activate.ip";
  const key = (): string => `AbCd${randomBytes(29).toString("base64url")}`;
  return Array.from({ length: count }, () => placeOf({ policy, key: key() }, quota));
}

const spendEach = async (places: readonly WindowPlace[], quota = MINUTE): Promise<void> =>
  void (await Promise.all(places.map((place) => windows.count(quota, place, 1))));

const usedBy = async (place: WindowPlace, quota = MINUTE): Promise<number> =>
  (await windows.count(quota, place, 0)).used;

test("callers who share a key are counted, given back and forgotten apart", async ({ expect }) => {
  await setClock(redis, START_MS);
  const [one, other, third] = newNeighbours(3) as [WindowPlace, WindowPlace, WindowPlace];
  expect(other.key).toBe(one.key);
  expect(other.caller).not.toBe(one.caller);
  for (let i = 0; i < 7; i++) await windows.count(MINUTE, one, 1);
  await spendEach([other, other, third]);
  expect(await usedBy(one)).toBe(5);
  await windows.giveBack(MINUTE, other);
  await windows.giveBack(MINUTE, third);
  expect([await usedBy(other), await usedBy(third)]).toEqual([1, 0]);
  expect(await windows.forget(MINUTE, one)).toBe(true);
  expect(await windows.forget(MINUTE, one)).toBe(false);
  expect(await windows.forget(MINUTE, third)).toBe(false);
  expect([await usedBy(one), await usedBy(other)]).toEqual([0, 1]);
});

test("hits and what is given back do at every step what the rule says", async ({ expect }) => {
  const act = fc.record({
    caller: fc.nat(2),
    afterMs: fc.oneof(fc.nat(4000), fc.nat(70_000)),
    gives: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 40 }), async (acts) => {
      const places = newNeighbours(3);
      const model = createSlidingWindows(MINUTE);
      let nowMs = START_MS;
      for (const { caller, afterMs, gives } of acts) {
        nowMs += afterMs;
        await setClock(redis, nowMs);
        const place = places[caller] as WindowPlace;
        if (gives) {
          await windows.giveBack(MINUTE, place);
          model.refund(String(caller), nowMs, 1);
        } else {
          const { used, resetMs } = await windows.count(MINUTE, place, 1);
          const rule = model.spend(String(caller), nowMs, 1);
          expect(used).toBe(rule.isAllowed ? rule.used : MINUTE.count + 1);
          expect(resetMs).toBe(Math.ceil(rule.resetMs));
        }
      }
    }),
    { numRuns: 40 },
  );
});

describe("a key that callers share", () => {
  test("forgets within a quarter of a window whom it counts no more", async ({ expect }) => {
    const [newcomer, ...many] = newNeighbours(101) as [WindowPlace, ...WindowPlace[]];
    const callers = async (): Promise<string[]> => (await redis.hkeys(newcomer.key)).sort();
    await setClock(redis, START_MS);
    await spendEach(many);
    // They still count there (control).
    await setClock(redis, START_MS + 59_000);
    await spendEach([newcomer]);
    expect(await callers()).toHaveLength(102);
    await setClock(redis, START_MS + 59_000 + 15_000);
    await spendEach([newcomer]);
    expect(await callers()).toEqual([newcomer.caller, "swept"].sort());
    expect(await usedBy(newcomer)).toBe(2);
  });

  test("lives as long as its newest hit counts", async ({ expect }) => {
    const [place] = newNeighbours(1) as [WindowPlace];
    await setClock(redis, START_MS);
    await spendEach([place]);
    const lifeMs = await redis.pttl(place.key);
    expect(lifeMs).toBeGreaterThan(60_000 - 20_000);
    expect(lifeMs).toBeLessThanOrEqual(63_000);
  });

  test("stays a packed list, of five bytes for a hit, also where some callers are busy", async ({
    expect,
  }) => {
    const quota = { count: 100, windowSeconds: 60 };
    const many = newNeighbours(400, quota);
    const [busy] = many as [WindowPlace];
    await setClock(redis, START_MS);
    await spendEach(many, quota);
    const { key } = busy;
    const bytes = (await redis.memory("USAGE", key, "SAMPLES", 0)) ?? Number.NaN;
    expect(bytes / many.length).toBeLessThan(18 + 6 + 8);
    for (let bucket = 0; bucket <= 20; bucket++) {
      await setClock(redis, START_MS + bucket * 3000);
      for (let i = 0; i < 4; i++) await spendEach([busy], quota);
    }
    expect(await usedBy(busy, quota)).toBe(85);
    expect(await redis.object("ENCODING", key)).toBe("listpack");
  });
});

test("a clock that steps back opens nothing, and what it counts stays small", async ({
  expect,
}) => {
  const [place] = newNeighbours(1) as [WindowPlace];
  await setClock(redis, START_MS);
  await spendEach(Array.from({ length: 4 }, () => place));
  for (const backMs of [30_000, 3_600_000, 30 * 86_400_000]) {
    await setClock(redis, START_MS - backMs);
    expect(await usedBy(place)).toBe(4);
  }
  await spendEach([place, place]);
  expect(await usedBy(place)).toBe(5);
  expect((await redis.hget(place.key, place.caller))?.length).toBeLessThan(64);
  await setClock(redis, START_MS + 59_000);
  expect(await usedBy(place)).toBe(5);
  await setClock(redis, START_MS + 63_000);
  expect(await usedBy(place)).toBe(0);
});
