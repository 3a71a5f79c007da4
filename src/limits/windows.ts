import { readFileSync } from "node:fs";
import { RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { storeAway } from "../domain/failure.ts";
import type { Quota } from "../domain/quota.ts";
import type { Redis } from "../redis/connection.ts";

export const SLIDING_WINDOW = readFileSync(
  new URL("./sliding-window.lua", import.meta.url),
  "utf8",
);

/** `used` is one more than the quota when a hit was refused; `resetMs` is until one is free again. */
export type WindowCount = { used: number; resetMs: number };

/** Sliding windows in Redis. Each call throws UnavailableError when Redis does not answer. */
export type Windows = {
  /** Counts one hit if there is room, or only looks. */
  count(quota: Quota, key: string, hits: 0 | 1): Promise<WindowCount>;
  giveBack(quota: Quota, key: string): Promise<void>;
  /** Returns false when there was nothing counted. */
  forget(quota: Quota, key: string): Promise<boolean>;
};

/** Counts with rate-limiter-flexible over a script of our own: see sliding-window.lua. */
export function createWindows(redis: Redis, script = SLIDING_WINDOW): Windows {
  const limiters = new Map<string, RateLimiterRedis>();
  const limiterOf = (quota: Quota): RateLimiterRedis => {
    const id = `${quota.count}/${quota.windowSeconds}`;
    const known = limiters.get(id);
    if (known) return known;
    const made = new RateLimiterRedis({
      storeClient: redis,
      points: quota.count,
      duration: quota.windowSeconds,
      keyPrefix: "",
      customIncrTtlLuaScript: script,
    });
    limiters.set(id, made);
    return made;
  };
  return {
    async count(quota, key, hits) {
      const { consumedPoints, msBeforeNext } = await consume(limiterOf(quota), key, hits);
      return { used: consumedPoints, resetMs: msBeforeNext };
    },
    async giveBack(quota, key) {
      await limiterOf(quota).reward(key, 1).catch(throwStoreAway);
    },
    forget: (quota, key) => limiterOf(quota).delete(key).catch(throwStoreAway),
  };
}

// The library rejects with the result when the quota is spent, and with an Error when the store failed.
const consume = (limiter: RateLimiterRedis, key: string, hits: 0 | 1): Promise<RateLimiterRes> =>
  limiter.consume(key, hits).catch((error: unknown) => {
    if (error instanceof RateLimiterRes) return error;
    return throwStoreAway(error);
  });

function throwStoreAway(error: unknown): never {
  throw storeAway(error);
}
