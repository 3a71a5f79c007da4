import type { Config } from "./config.ts";
import type { Logger } from "./log.ts";
import { type PeriodicLook, lookEachMinute } from "./periodic-look.ts";
import type { Redis } from "./redis/connection.ts";
import { NO_EVICTION, readEvictionPolicy } from "./redis/eviction-policy.ts";

/** Whether Redis makes room by forgetting: all our keys have a life, and counters of guesses are among them. */
export type EvictionCheck = PeriodicLook & {
  /** As it was last seen; null when Redis does not tell, or was never seen. */
  evicts(): boolean | null;
  /** Whether nobody should be sent here because of it: in production. */
  isRefused(): boolean;
};

type Options = { redis: Redis; config: Pick<Config, "NODE_ENV">; log: Logger };

/** Looks at the policies of all primaries at once and each minute. A managed Redis may hide its own, which is a warning. */
export function openEvictionCheck({ redis, config, log }: Options): EvictionCheck {
  const isProduction = config.NODE_ENV === "production";
  let seen: string | null | undefined;
  const evicts = (): boolean | null =>
    seen === undefined || seen === null ? null : seen !== NO_EVICTION;

  async function look(): Promise<void> {
    const policy = await readEvictionPolicy(redis);
    if (policy === seen) return;
    const isFirst = seen === undefined;
    seen = policy;
    if (policy === null)
      log.warn("redis does not tell its maxmemory-policy, which has to be noeviction");
    else if (policy !== NO_EVICTION)
      log[isProduction ? "error" : "warn"](
        { maxmemory_policy: policy },
        "redis forgets counters when it is full: its maxmemory-policy has to be noeviction",
      );
    else if (!isFirst) log.info("redis forgets nothing when it is full");
  }

  return { ...lookEachMinute(look), evicts, isRefused: () => isProduction && evicts() === true };
}
