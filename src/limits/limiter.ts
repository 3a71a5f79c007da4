import { RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { UnavailableError } from "../domain/failure.ts";
import { type LimitKey, POLICIES, type PolicyName } from "./policies.ts";
import type { Redis } from "../redis/connection.ts";

/** How one policy stands for one caller after this request was counted. */
export type Standing = {
  policy: PolicyName;
  quota: number;
  windowSeconds: number;
  left: number;
  /** Milliseconds until the window starts anew. */
  resetMs: number;
  isRefused: boolean;
};

export type Limiter = {
  /**
   * Counts one request under each policy, in one round trip. Throws UnavailableError when Redis does not answer:
   * nothing passes uncounted.
   */
  spend(policies: readonly PolicyName[], keys: Record<LimitKey, string>): Promise<Standing[]>;
};

const RETRY_AFTER_SECONDS = 2;

export function createLimiter(redis: Redis): Limiter {
  const limiters = new Map(
    Object.entries(POLICIES).map(([name, { quota, windowSeconds }]) => [
      name,
      new RateLimiterRedis({
        storeClient: redis,
        points: quota,
        duration: windowSeconds,
        keyPrefix: "",
      }),
    ]),
  );

  async function spendOne(name: PolicyName, keys: Record<LimitKey, string>): Promise<Standing> {
    const { quota, windowSeconds, by } = POLICIES[name];
    const result = await consume(limiters.get(name), `limit:{${keys[by]}}:${name}`);
    return {
      policy: name,
      quota,
      windowSeconds,
      left: Math.max(0, result.remainingPoints),
      resetMs: result.msBeforeNext,
      isRefused: result.consumedPoints > quota,
    };
  }

  return {
    spend: (policies, keys) => Promise.all(policies.map((name) => spendOne(name, keys))),
  };
}

// The library rejects with the result when the quota is spent, and with an Error when the store failed.
async function consume(
  limiter: RateLimiterRedis | undefined,
  key: string,
): Promise<RateLimiterRes> {
  if (!limiter) throw new Error("an unknown policy");
  try {
    return await limiter.consume(key);
  } catch (error) {
    if (error instanceof RateLimiterRes) return error;
    throw new UnavailableError("unavailable", RETRY_AFTER_SECONDS, error);
  }
}
