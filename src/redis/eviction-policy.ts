import { type Redis, primariesOf } from "./connection.ts";

/** The policy with which Redis forgets nothing: what finds no room is refused. */
export const NO_EVICTION = "noeviction";

/**
 * Redis' maxmemory-policy (https://redis.io/docs/latest/develop/reference/eviction/), of a cluster one that evicts when any
 * primary has it; null when it is not told. Rejects when a primary is away whose policy would matter.
 */
export async function readEvictionPolicy(redis: Redis): Promise<string | null> {
  const answers = await Promise.allSettled(
    primariesOf(redis).map(async (server) => {
      const [, policy] = /^maxmemory_policy:(\S+)/m.exec(await server.info("memory")) ?? [];
      return policy ?? null;
    }),
  );
  const policies = answers.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  const evicting = policies.find((policy) => policy !== null && policy !== NO_EVICTION);
  if (evicting) return evicting;
  const away = answers.find((each) => each.status === "rejected");
  if (away || policies.length === 0)
    throw new Error("a primary of redis is away", { cause: away?.reason });
  return policies.includes(null) ? null : NO_EVICTION;
}
