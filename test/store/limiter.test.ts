import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, inject, test } from "vitest";
import { createSlidingWindows } from "../../src/domain/sliding-window.ts";
import {
  type Limiter,
  type Spender,
  type Standing,
  createLimiter,
} from "../../src/limits/limiter.ts";
import {
  type Policies,
  POLICIES,
  POLICY_NAMES,
  type PolicyName,
} from "../../src/limits/policies.ts";
import { SLIDING_WINDOW } from "../../src/limits/windows.ts";
import { type Redis, openOwnConnection } from "../../src/redis/connection.ts";
import { DRIVEN_WINDOW, forgetClock, setClock } from "../support/driven-clock.ts";
import { openPatientRedis } from "../support/patience.ts";

/** Any moment that is no edge of a bucket. */
const START_MS = 1_770_000_012_345;

let redis: Redis;
beforeAll(async () => {
  redis = await openPatientRedis(inject("redisUrl"));
});
afterAll(async () => {
  await forgetClock(redis);
  redis.disconnect();
});

const stranger = (): Spender => {
  const key = randomBytes(32).toString("base64url");
  return { ip: "198.18.0.1", emailNormalised: null, keyOf: () => key };
};
const limiterOf = (policies: Policies = POLICIES, script = DRIVEN_WINDOW): Limiter =>
  createLimiter({ redis, policies: () => policies, script });

test("the clock is driven by the test", ({ expect }) => {
  expect(DRIVEN_WINDOW).not.toBe(SLIDING_WINDOW);
});

/** Arrivals that look for the edges of a window: bursts, with pauses of about a bucket, a half, or a whole one. */
const arrivals = (windowMs: number): fc.Arbitrary<{ pauseMs: number; share: number }[]> =>
  fc.array(
    fc.record({
      pauseMs: fc.oneof(
        fc.nat(windowMs),
        fc.constantFrom(0, 1, windowMs - 1, windowMs, windowMs + 1, windowMs / 20, windowMs / 2),
      ),
      share: fc.constantFrom(0.05, 0.5, 1, 1.2),
    }),
    { minLength: 2, maxLength: 6 },
  );

/** In parts, so that no command waits longer than its deadline. */
async function spendOften(
  limiter: Limiter,
  name: PolicyName,
  spender: Spender,
  count: number,
): Promise<Standing[][]> {
  const standings = [];
  for (let done = 0; done < count; done += PARALLEL) {
    const part = Array.from({ length: Math.min(PARALLEL, count - done) }, () =>
      limiter.spend([name], spender),
    );
    standings.push(...(await Promise.all(part)));
  }
  return standings;
}
const PARALLEL = 500;

/** The most that passed in any window of that length, wherever it begins; times are in order. */
function mostInAnyWindow(allowedAt: number[], windowMs: number): number {
  let most = 0;
  let first = 0;
  for (const [i, endMs] of allowedAt.entries()) {
    while ((allowedAt[first] ?? 0) <= endMs - windowMs) first++;
    most = Math.max(most, i - first + 1);
  }
  return most;
}

describe("configured is enforced, with a clock that the test drives", () => {
  test.for(POLICY_NAMES)("%s", { timeout: 120_000 }, async (name, { expect }) => {
    const { quota } = POLICIES[name];
    const windowMs = quota.windowSeconds * 1000;
    const limiter = limiterOf();
    const runs = quota.count > 1000 ? 2 : quota.count > 100 ? 8 : 30;
    await fc.assert(
      fc.asyncProperty(arrivals(windowMs), async (bursts) => {
        const spender = stranger();
        const model = createSlidingWindows(quota);
        const allowedAt: number[] = [];
        let nowMs = START_MS;
        for (const { pauseMs, share } of bursts) {
          nowMs += Math.round(pauseMs);
          await setClock(redis, nowMs);
          const count = Math.ceil(quota.count * share);
          const standings = await spendOften(limiter, name, spender, count);
          for (const [standing] of standings) {
            const { isAllowed, used, resetMs } = model.spend("key", nowMs, 1);
            expect(standing?.isRefused).toBe(!isAllowed);
            expect(standing?.used).toBe(used);
            expect(standing?.resetMs).toBe(Math.ceil(resetMs));
            if (isAllowed) allowedAt.push(nowMs);
          }
        }
        expect(mostInAnyWindow(allowedAt, windowMs)).toBeLessThanOrEqual(quota.count);
        // And no more is refused than that: a window and a twentieth later all of it is free again.
        nowMs += Math.ceil(windowMs * 1.05);
        await setClock(redis, nowMs);
        const [free] = await limiter.look([name], spender);
        expect(free?.left).toBe(quota.count);
      }),
      { numRuns: runs },
    );
  });

  test("a window that starts at a key's first hit would be found out (control)", ({ expect }) => {
    const [quota, windowMs] = [5, 1000];
    const arrivalsMs = [0, 990, 991, 992, 993, 1001, 1002, 1003, 1004, 1005];
    let window = { startMs: Number.NEGATIVE_INFINITY, used: 0 };
    const allowedAt = arrivalsMs.filter((atMs) => {
      if (atMs >= window.startMs + windowMs) window = { startMs: atMs, used: 0 };
      return window.used++ < quota;
    });
    expect(mostInAnyWindow(allowedAt, windowMs)).toBe(9);
  });
});

test("500 at once: exactly the quota passes", async ({ expect }) => {
  const limiter = limiterOf(POLICIES, SLIDING_WINDOW);
  const spender = stranger();
  const standings = await Promise.all(
    Array.from({ length: 500 }, () => limiter.spend(["activate.ip"], spender)),
  );
  expect(standings.filter(([standing]) => !standing?.isRefused)).toHaveLength(30);
});

test("what was given back can be spent again, and looking spends nothing", async ({ expect }) => {
  const limiter = limiterOf(POLICIES, SLIDING_WINDOW);
  const spender = stranger();
  const names = ["send.hour"] as const;
  for (let i = 0; i < 5; i++) await limiter.spend(names, spender);
  const refused = await limiter.spend(names, spender);
  expect(refused[0]).toMatchObject({ isRefused: true, left: 0 });
  await limiter.refund(refused);
  expect((await limiter.spend(names, spender))[0]?.isRefused).toBe(true);
  const [before] = await limiter.look(names, spender);
  expect(before).toMatchObject({ used: 5, left: 0 });
  const allowed = { ...refused[0], isRefused: false } as (typeof refused)[number];
  await limiter.refund([allowed]);
  expect((await limiter.look(names, spender))[0]).toMatchObject({ used: 4, left: 1 });
  expect((await limiter.spend(names, spender))[0]?.isRefused).toBe(false);
});

test("nothing is given back that is not there", async ({ expect }) => {
  const limiter = limiterOf(POLICIES, SLIDING_WINDOW);
  const spender = stranger();
  const [looked] = await limiter.look(["send.hour"], spender);
  if (looked) await limiter.refund([looked, looked]);
  expect((await limiter.look(["send.hour"], spender))[0]).toMatchObject({ used: 0, left: 5 });
});

describe("while Redis is away", () => {
  test("a limit refuses to decide, unless it was told to let pass", async ({ expect }) => {
    const away = openOwnConnection(redis);
    // Else its first command would connect it, in time for the last one.
    away.disconnect();
    const policies: Policies = {
      ...POLICIES,
      "register.ip": { ...POLICIES["register.ip"], whenRedisIsAway: "allow" },
    };
    const limiter = createLimiter({ redis: away, policies: () => policies });
    await expect(limiter.spend(["activate.ip"], stranger())).rejects.toThrow("away");
    await expect(limiter.spend(["register.ip", "activate.ip"], stranger())).rejects.toThrow("away");
    const [passed] = await limiter.spend(["register.ip"], stranger());
    expect(passed).toMatchObject({ isRefused: false, used: 0 });
  });
});
