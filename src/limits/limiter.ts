import { readFileSync } from "node:fs";
import { RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { UnavailableError, storeAway } from "../domain/failure.ts";
import type { LimitMode, Quota } from "../domain/quota.ts";
import type { Redis } from "../redis/connection.ts";
import { type Caller, compileAllowList } from "./allow-list.ts";
import type { LimitKey, Policies, Policy, PolicyName } from "./policies.ts";

/** What is counted together: the requests under one policy that have one key, a keyed hash of what it counts by. */
export type Bucket = { policy: PolicyName; key: string };

/** How one policy stands for one caller after this request was counted. */
export type Standing = Bucket & {
  by: LimitKey;
  mode: LimitMode;
  quota: Quota;
  used: number;
  left: number;
  /** Milliseconds until a spent quota has room again; before that, until its oldest hit is forgotten. */
  resetMs: number;
  isRefused: boolean;
  /** Null without a candidate. */
  isRefusedByCandidate: boolean | null;
  isOnAllowList: boolean;
};

/** Whom a request is counted for; a policy uses the key that it counts by. */
export type Spender = Caller & { keys: Record<LimitKey, string> };

export type Limiter = {
  /**
   * Counts one request under each policy, all in one round trip. Throws UnavailableError when Redis does not answer,
   * unless each policy lets requests pass then.
   */
  spend(names: readonly PolicyName[], spender: Spender): Promise<Standing[]>;
  /** Gives back what was spent under limits that let a request pass. */
  refund(standings: readonly Standing[]): Promise<void>;
  /** How the policies stand, without counting. Throws UnavailableError when Redis does not answer. */
  look(names: readonly PolicyName[], spender: Spender): Promise<Standing[]>;
  /** Forgets a bucket, its candidate too. Returns false when there was none. Throws as look does. */
  clear(bucket: Bucket): Promise<boolean>;
};

export const SLIDING_WINDOW = readFileSync(
  new URL("./sliding-window.lua", import.meta.url),
  "utf8",
);
const KEY_PREFIX = "limit";
const CANDIDATE_SUFFIX = ":candidate";

type Options = {
  redis: Redis;
  /** Asked at each request, because operators change policies while the service runs. */
  policies: () => Policies;
  /** For tests that drive the clock. */
  script?: string;
};

/** Counts with rate-limiter-flexible over a script of our own: see sliding-window.lua. */
export function createLimiter({ redis, policies, script = SLIDING_WINDOW }: Options): Limiter {
  const windows = new Map<string, RateLimiterRedis>();
  const windowOf = (quota: Quota): RateLimiterRedis => {
    const id = `${quota.count}/${quota.windowSeconds}`;
    const known = windows.get(id);
    if (known) return known;
    const made = new RateLimiterRedis({
      storeClient: redis,
      points: quota.count,
      duration: quota.windowSeconds,
      keyPrefix: "",
      customIncrTtlLuaScript: script,
    });
    windows.set(id, made);
    return made;
  };
  const allowLists = new WeakMap<Policy, (caller: Caller) => boolean>();
  const isAllowed = (policy: Policy, caller: Caller): boolean => {
    const known = allowLists.get(policy) ?? compileAllowList(policy.allow, policy.by);
    allowLists.set(policy, known);
    return known(caller);
  };

  async function countOne(name: PolicyName, spender: Spender, hits: 0 | 1): Promise<Standing> {
    const policy = policies()[name];
    const { quota, candidate, mode } = policy;
    const bucket: Bucket = { policy: name, key: spender.keys[policy.by] };
    const isOnAllowList = isAllowed(policy, spender);
    const standing = { ...bucket, by: policy.by, mode, quota, isOnAllowList };
    const unspent = { used: 0, left: quota.count, resetMs: 0, isRefused: false };
    const uncounted: Standing = { ...standing, ...unspent, isRefusedByCandidate: null };
    if (mode === "off" || (isOnAllowList && hits > 0)) return uncounted;
    try {
      const [result, tried] = await Promise.all([
        count(windowOf(quota), keyOf(bucket, quota), hits),
        candidate && count(windowOf(candidate), keyOf(bucket, candidate, CANDIDATE_SUFFIX), hits),
      ]);
      return {
        ...standing,
        used: Math.min(result.consumedPoints, quota.count),
        left: Math.max(0, quota.count - result.consumedPoints),
        resetMs: result.msBeforeNext,
        isRefused: result.consumedPoints > quota.count,
        isRefusedByCandidate: candidate && tried ? tried.consumedPoints > candidate.count : null,
      };
    } catch (error) {
      if (policy.whenRedisIsAway === "allow" && error instanceof UnavailableError) return uncounted;
      throw error;
    }
  }

  async function refundOne(standing: Standing): Promise<void> {
    const { policy, quota, used, isRefused, isRefusedByCandidate } = standing;
    // It was not counted: the limit is off, lets the caller pass, or Redis was away.
    if (used === 0) return;
    const { candidate } = policies()[policy];
    if (!isRefused) await windowOf(quota).reward(keyOf(standing, quota), 1);
    if (candidate && isRefusedByCandidate === false)
      await windowOf(candidate).reward(keyOf(standing, candidate, CANDIDATE_SUFFIX), 1);
  }

  const countAll =
    (hits: 0 | 1): Limiter["spend"] =>
    (names, spender) =>
      Promise.all(names.map((name) => countOne(name, spender, hits)));

  return {
    spend: countAll(1),
    look: countAll(0),
    async refund(standings) {
      await Promise.all(standings.map(refundOne));
    },
    async clear(bucket) {
      const { quota, candidate } = policies()[bucket.policy];
      try {
        const cleared = await Promise.all([
          windowOf(quota).delete(keyOf(bucket, quota)),
          candidate && windowOf(candidate).delete(keyOf(bucket, candidate, CANDIDATE_SUFFIX)),
        ]);
        // A candidate of a longer window outlives what the quota counted.
        return cleared.some(Boolean);
      } catch (error) {
        throw storeAway(error);
      }
    },
  };
}

// Another window begins another count: buckets of different widths cannot be added up.
const keyOf = ({ policy, key }: Bucket, { windowSeconds }: Quota, suffix = ""): string =>
  `${KEY_PREFIX}:{${key}}:${policy}:${windowSeconds}${suffix}`;

// The library rejects with the result when the quota is spent, and with an Error when the store failed.
async function count(window: RateLimiterRedis, key: string, hits: 0 | 1): Promise<RateLimiterRes> {
  try {
    return await window.consume(key, hits);
  } catch (error) {
    if (error instanceof RateLimiterRes) return error;
    throw storeAway(error);
  }
}
