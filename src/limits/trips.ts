import { formatQuota } from "../domain/quota.ts";
import type { Redis } from "../redis/connection.ts";
import type { Standing } from "./limiter.ts";
import type { PolicyName } from "./policies.ts";

/** That a limit refused somebody; nothing says whom. */
export type LimitTrip = {
  policy: PolicyName;
  quota: string;
  /** Where the refusal was that is told, as "POST /users". */
  route: string;
  /** Refusals since the last one that was told, as far as this instance knows. */
  refused: number;
};

/** Tells the product of limits that refuse, once a minute and limit over all instances, beside the answers. */
export type LimitTrips = { note(standing: Standing, route: string): void };

type Options = {
  redis: Redis;
  service: string;
  /** Null when there is nobody to tell. */
  tell: ((trip: LimitTrip) => Promise<void>) | null;
  onLost(policy: PolicyName, error: unknown): void;
};

const QUIET_MS = 60_000;
/** Later than the key in Redis ends, which began a round trip later. */
const LOOK_AGAIN_MS = QUIET_MS + 1000;

/** Asks Redis once a minute and limit at most, however many are refused: an attack must not become a load. */
export function createLimitTrips({ redis, service, tell, onLost }: Options): LimitTrips {
  const refusals = new Map<PolicyName, number>();
  const nextLookMs = new Map<PolicyName, number>();

  async function tellOnce({ policy, quota }: Standing, route: string): Promise<void> {
    const key = `limit-trip:{${service}}:${policy}`;
    // Null when somebody told it less than a minute ago.
    if ((await redis.set(key, "1", "PX", QUIET_MS, "NX")) === null) return;
    const refused = refusals.get(policy) ?? 1;
    refusals.delete(policy);
    await tell?.({ policy, quota: formatQuota(quota), route, refused });
  }

  return {
    note(standing, route) {
      if (!tell) return;
      const { policy } = standing;
      refusals.set(policy, (refusals.get(policy) ?? 0) + 1);
      const nowMs = performance.now();
      if (nowMs < (nextLookMs.get(policy) ?? 0)) return;
      nextLookMs.set(policy, nowMs + LOOK_AGAIN_MS);
      tellOnce(standing, route).catch((error: unknown) => onLost(policy, error));
    },
  };
}
