import { type Outcome, accept, refuse } from "../../domain/failure.ts";
import type { Bucket } from "../../limits/limiter.ts";
import { insertOpsEvent } from "../../postgres/ops-events.ts";
import { transact } from "../../postgres/pool.ts";
import type { Resources } from "../../resources.ts";
import { formatBucketId } from "./bucket-id.ts";

/**
 * Forgets what a bucket counted, on all instances, and notes who wanted it and why: neither happens without the other.
 * Throws UnavailableError when a store is away.
 */
export async function clearBucket(
  { pool, limiter, log }: Pick<Resources, "pool" | "limiter" | "log">,
  request: { bucket: Bucket; operator: string; reason: string },
): Promise<Outcome<null, "not_found">> {
  const { bucket, operator, reason } = request;
  const subject = formatBucketId(bucket);
  try {
    await transact(pool, async (client) => {
      const event = { kind: "bucket_cleared", subject, actor: operator, reason } as const;
      await insertOpsEvent(client, event);
      // Last before the commit: when Redis is away, or has no such bucket, the note is rolled back.
      if (!(await limiter.clear(bucket))) throw new NothingToClear();
    });
  } catch (error) {
    if (error instanceof NothingToClear) return refuse("not_found");
    throw error;
  }
  log.info({ bucket: subject, operator }, "limit bucket cleared");
  return accept(null);
}

class NothingToClear extends Error {}
