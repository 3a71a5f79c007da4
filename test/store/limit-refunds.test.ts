import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, inject, test } from "vitest";
import { type Limiter, type Spender, createLimiter, placeOf } from "../../src/limits/limiter.ts";
import { POLICIES, type PolicySettings } from "../../src/limits/policies.ts";
import type { WindowPlace } from "../../src/limits/windows.ts";
import type { Redis } from "../../src/redis/connection.ts";
import { openPatientRedis } from "../support/patience.ts";

let redis: Redis;
beforeAll(async () => {
  redis = await openPatientRedis(inject("redisUrl"));
});
afterAll(() => redis.disconnect());

const NAMES = ["activate.ip"] as const;

const stranger = (): Spender => {
  const key = randomBytes(32).toString("base64url");
  return { ip: "198.18.0.1", emailNormalised: null, keyOf: () => key };
};
const windowOf = (spender: Spender): WindowPlace =>
  placeOf({ policy: "activate.ip", key: spender.keyOf("ip") }, POLICIES["activate.ip"].quota);
const limiterWith = (settings: Partial<PolicySettings>): Limiter => {
  const policies = { ...POLICIES, "activate.ip": { ...POLICIES["activate.ip"], ...settings } };
  return createLimiter({ redis, policies: () => policies });
};
const limiterIn = (mode: PolicySettings["mode"]): Limiter => limiterWith({ mode });

test("a hit is given back although the bucket after it was emptied", async ({ expect }) => {
  const limiter = limiterIn("enforce");
  const spender = stranger();
  const counted = await limiter.spend(NAMES, spender);
  const { key, caller } = windowOf(spender);
  const bucket = await redis.hget(key, caller);
  expect(bucket).toMatch(/^\d+$/);
  // What another request could leave behind that was counted a moment later, and given back before.
  await redis.hset(key, caller, `${bucket} 1 0`);
  expect((await limiter.look(NAMES, spender))[0]).toMatchObject({ used: 1 });
  await limiter.refund(counted);
  expect((await limiter.look(NAMES, spender))[0]).toMatchObject({ used: 0 });
});

test("what was not counted is not given back", async ({ expect }) => {
  const spender = stranger();
  const uncounted = await limiterIn("off").spend(NAMES, spender);
  const limiter = limiterIn("enforce");
  const counted = await limiter.spend(NAMES, spender);
  await limiter.refund(uncounted);
  expect((await limiter.look(NAMES, spender))[0]).toMatchObject({ used: 1 });
  await limiter.refund(counted);
  expect((await limiter.look(NAMES, spender))[0]).toMatchObject({ used: 0 });
});

test("a bucket is cleared also when only its candidate still counts, and only once", async ({
  expect,
}) => {
  const limiter = limiterWith({ candidate: { count: 1, windowSeconds: 3600 } });
  const spender = stranger();
  const [counted] = await limiter.spend(NAMES, spender);
  // The quota's minute is over, the candidate's hour is not.
  const { key, caller } = windowOf(spender);
  await redis.hdel(key, caller);
  const bucket = { policy: "activate.ip", key: spender.keyOf("ip") } as const;
  expect(counted).toMatchObject(bucket);
  expect(await limiter.clear(bucket)).toBe(true);
  expect(await limiter.clear(bucket)).toBe(false);
  expect((await limiter.spend(NAMES, spender))[0]).toMatchObject({ isRefusedByCandidate: false });
});
