import { UnavailableError } from "../domain/failure.ts";
import type { LimitMode, Quota } from "../domain/quota.ts";
import type { Redis } from "../redis/connection.ts";
import { type Caller, compileAllowList } from "./allow-list.ts";
import type { LimitKey, Policies, Policy, PolicyName } from "./policies.ts";
import { SLIDING_WINDOW, type WindowPlace, createWindows } from "./windows.ts";

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

/** Whom a request is counted for, and the key that a policy counts him by. */
export type Spender = Caller & { keyOf(by: LimitKey): string };

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
  const windows = createWindows(redis, script);
  const allowLists = new WeakMap<Policy, (caller: Caller) => boolean>();
  const isAllowed = (policy: Policy, caller: Caller): boolean => {
    const known = allowLists.get(policy) ?? compileAllowList(policy.allow, policy.by);
    allowLists.set(policy, known);
    return known(caller);
  };

  async function countOne(name: PolicyName, spender: Spender, hits: 0 | 1): Promise<Standing> {
    const policy = policies()[name];
    const { quota, candidate, mode } = policy;
    const bucket: Bucket = { policy: name, key: spender.keyOf(policy.by) };
    const isOnAllowList = isAllowed(policy, spender);
    const standing = { ...bucket, by: policy.by, mode, quota, isOnAllowList };
    const unspent = { used: 0, left: quota.count, resetMs: 0, isRefused: false };
    const uncounted: Standing = { ...standing, ...unspent, isRefusedByCandidate: null };
    if (mode === "off" || (isOnAllowList && hits > 0)) return uncounted;
    try {
      const counting = windows.count(quota, placeOf(bucket, quota), hits);
      const [result, tried] = candidate
        ? await Promise.all([
            counting,
            windows.count(candidate, placeOf(bucket, candidate, CANDIDATE_SUFFIX), hits),
          ])
        : [await counting, null];
      return {
        ...standing,
        used: Math.min(result.used, quota.count),
        left: Math.max(0, quota.count - result.used),
        resetMs: result.resetMs,
        isRefused: result.used > quota.count,
        isRefusedByCandidate: candidate && tried ? tried.used > candidate.count : null,
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
    if (!isRefused) await windows.giveBack(quota, placeOf(standing, quota));
    if (candidate && isRefusedByCandidate === false)
      await windows.giveBack(candidate, placeOf(standing, candidate, CANDIDATE_SUFFIX));
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
      const cleared = await Promise.all([
        windows.forget(quota, placeOf(bucket, quota)),
        candidate && windows.forget(candidate, placeOf(bucket, candidate, CANDIDATE_SUFFIX)),
      ]);
      // A candidate of a longer window outlives what the quota counted.
      return cleared.some(Boolean);
    },
  };
}

/** As many as a Redis Cluster has slots. Each has 61 callers when there are a million, and stays a packed list up to 512. */
const SHARD_BITS = 14;
/** 96 bits of a keyed hash: among 100 million callers two have the same with a chance of 10^-13. */
const CALLER_CHARACTERS = 16;

/**
 * Where a bucket is counted. Another window begins another count: buckets of different widths cannot be added up. The braces
 * are Redis Cluster's hash tag.
 */
export const placeOf = (
  { policy, key }: Bucket,
  { windowSeconds }: Quota,
  suffix = "",
): WindowPlace => ({
  key: `${KEY_PREFIX}:{${shardOf(key)}}:${policy}:${windowSeconds}${suffix}`,
  caller: key.slice(0, CALLER_CHARACTERS),
});

// FNV-1a over the first 24 bits of the hash: on the way of every request, where decoding them would take ten times as long.
function shardOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < 4; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return hash >>> (32 - SHARD_BITS);
}
