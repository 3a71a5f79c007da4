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

/** Where a window is counted: a key of Redis that callers share, and the caller's name in it, without a blank. */
export type WindowPlace = { key: string; caller: string };

/** Sliding windows in Redis. Each call throws UnavailableError when Redis does not answer. */
export type Windows = {
  /** Counts one hit if there is room, or only looks. */
  count(quota: Quota, place: WindowPlace, hits: 0 | 1): Promise<WindowCount>;
  giveBack(quota: Quota, place: WindowPlace): Promise<void>;
  /** Returns false when there was nothing counted. */
  forget(quota: Quota, place: WindowPlace): Promise<boolean>;
};

type Counted = [used: number, resetMs: number];
type Script = (
  key: string,
  caller: string,
  hits: string,
  windowSeconds: string | number,
  quota: string | number,
) => Promise<Counted>;

/** Counts with rate-limiter-flexible over a script of our own: see sliding-window.lua. */
export function createWindows(redis: Redis, script = SLIDING_WINDOW): Windows {
  redis.defineCommand(COMMAND, { lua: script, numberOfKeys: 1 });
  const slide = (Reflect.get(redis, COMMAND) as Script).bind(redis);
  const limiters = new Map<string, RateLimiterRedis>();
  const limiterOf = (quota: Quota): RateLimiterRedis => {
    const id = `${quota.count}/${quota.windowSeconds}`;
    const known = limiters.get(id);
    if (known) return known;
    const made = new RateLimiterRedis({
      storeClient: storeOf(slide),
      points: quota.count,
      duration: quota.windowSeconds,
      keyPrefix: "",
    });
    limiters.set(id, made);
    return made;
  };
  return {
    async count(quota, place, hits) {
      const { consumedPoints, msBeforeNext } = await consume(limiterOf(quota), idOf(place), hits);
      return { used: consumedPoints, resetMs: msBeforeNext };
    },
    async giveBack(quota, place) {
      await limiterOf(quota).reward(idOf(place), 1).catch(throwStoreAway);
    },
    async forget({ windowSeconds, count }, { key, caller }) {
      const [used] = await slide(key, caller, "all", windowSeconds, count).catch(throwStoreAway);
      return used > 0;
    },
  };
}

const COMMAND = "slideWindow";

// The library knows one name for what it counts, and calls what it believes to be its own script.
const idOf = ({ key, caller }: WindowPlace): string => `${key} ${caller}`;
const storeOf = (slide: Script): { rlflxIncr(given: string[]): Promise<Counted> } => ({
  rlflxIncr([id = "", hits = "", windowSeconds = "", quota = ""]) {
    const end = id.indexOf(" ");
    return slide(id.slice(0, end), id.slice(end + 1), hits, windowSeconds, quota);
  },
});

// The library rejects with the result when the quota is spent, and with an Error when the store failed.
const consume = (limiter: RateLimiterRedis, key: string, hits: 0 | 1): Promise<RateLimiterRes> =>
  limiter.consume(key, hits).catch((error: unknown) => {
    if (error instanceof RateLimiterRes) return error;
    return throwStoreAway(error);
  });

function throwStoreAway(error: unknown): never {
  throw storeAway(error);
}
