import type { Quota } from "./quota.ts";

/** A window is counted in 20 buckets and the one that is filling: a slot frees at most a twentieth late. */
const BUCKETS = 20;
const LIVE = BUCKETS + 1;

/** How a key stands after a request was counted or refused. */
export type Spent = {
  isAllowed: boolean;
  used: number;
  /** Milliseconds until there is room again, or more room when there is some; 0 when nothing is used. */
  resetMs: number;
};

export type SlidingWindows = {
  /** Counts a request when its whole cost fits; else counts nothing. */
  spend(key: string, nowMs: number, cost: number): Spent;
  /** Takes a cost back, from the newest bucket first, and never below nothing. */
  refund(key: string, nowMs: number, cost: number): void;
  /** Keys that are remembered: those of the last window and, until they are swept, of the one before. */
  size(): number;
};

/** Bucket numbers and their counts, oldest first: a key rarely has more than two, so arrays stay tiny. */
type Window = { indexes: number[]; counts: number[]; used: number };

/**
 * One quota counted for many keys, by the rule of the script in Redis: no window of the quota's length ever has
 * more than the quota. A clock that steps back counts in the key's newest bucket.
 */
export function createSlidingWindows({ count: quota, windowSeconds }: Quota): SlidingWindows {
  const subMs = (windowSeconds * 1000) / BUCKETS;
  const windows = new Map<string, Window>();
  let sweepIndex = Number.NEGATIVE_INFINITY;

  // Once a window: what is still there was touched since, so a sweep costs no more than the hits before it.
  function sweep(index: number): void {
    sweepIndex = index + LIVE;
    for (const [key, { indexes }] of windows)
      if ((indexes.at(-1) ?? 0) <= index - LIVE) windows.delete(key);
  }

  const leavesMs = (index: number): number => (index + LIVE) * subMs;

  return {
    spend(key, nowMs, cost) {
      const index = Math.floor(nowMs / subMs);
      if (index >= sweepIndex) sweep(index);
      const window = windows.get(key);
      if (!window) {
        if (cost > quota) return { isAllowed: false, used: 0, resetMs: 0 };
        windows.set(key, { indexes: [index], counts: [cost], used: cost });
        return { isAllowed: true, used: cost, resetMs: leavesMs(index) - nowMs };
      }
      dropOlder(window, index - BUCKETS);
      const isAllowed = window.used + cost <= quota;
      if (isAllowed) count(window, index, cost);
      // With one quota all along nothing is above it: room comes when the oldest bucket leaves.
      const [oldest] = window.indexes;
      const resetMs = oldest === undefined ? 0 : leavesMs(oldest) - nowMs;
      return { isAllowed, used: window.used, resetMs };
    },

    refund(key, nowMs, cost) {
      const window = windows.get(key);
      if (!window) return;
      dropOlder(window, Math.floor(nowMs / subMs) - BUCKETS);
      takeBack(window, cost);
      if (window.used === 0) windows.delete(key);
    },

    size: () => windows.size,
  };
}

function dropOlder(window: Window, oldestIndex: number): void {
  const { indexes, counts } = window;
  while (indexes.length > 0 && (indexes[0] ?? 0) < oldestIndex) {
    indexes.shift();
    window.used -= counts.shift() ?? 0;
  }
}

function count(window: Window, index: number, cost: number): void {
  const { indexes, counts } = window;
  const last = indexes.length - 1;
  if (last >= 0 && (indexes[last] ?? 0) >= index) counts[last] = (counts[last] ?? 0) + cost;
  else {
    indexes.push(index);
    counts.push(cost);
  }
  window.used += cost;
}

function takeBack(window: Window, cost: number): void {
  const { indexes, counts } = window;
  for (let left = cost; left > 0 && counts.length > 0;) {
    const newest = counts.pop() ?? 0;
    const taken = Math.min(left, newest);
    left -= taken;
    window.used -= taken;
    if (taken < newest) counts.push(newest - taken);
    else indexes.pop();
  }
}
