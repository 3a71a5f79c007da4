import { type Outcome, accept, refuse } from "../../domain/failure.ts";
import { insertOpsEvent } from "../../postgres/ops-events.ts";
import { transact } from "../../postgres/pool.ts";
import type { Resources } from "../../resources.ts";

/**
 * Forgets what a bucket counted, on all instances, and notes who wanted it and why: neither happens without the other.
 * Throws UnavailableError when a store is away.
 */
export async function clearBucket(
  { pool, limiter, log }: Pick<Resources, "pool" | "limiter" | "log">,
  request: { bucketId: string; operator: string; reason: string },
): Promise<Outcome<null, "not_found">> {
  const { bucketId, operator, reason } = request;
  try {
    await transact(pool, async (client) => {
      const event = { kind: "bucket_cleared", subject: bucketId, actor: operator, reason } as const;
      await insertOpsEvent(client, event);
      // Last before the commit: when Redis is away, or has no such bucket, the note is rolled back.
      if (!(await limiter.clear(bucketId))) throw new NothingToClear();
    });
  } catch (error) {
    if (error instanceof NothingToClear) return refuse("not_found");
    throw error;
  }
  log.info({ bucket: bucketId, operator }, "limit bucket cleared");
  return accept(null);
}

class NothingToClear extends Error {}
