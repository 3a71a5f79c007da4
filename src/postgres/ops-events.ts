import type { Queryable } from "./pool.ts";

/** Notes what an operator did, who and why. */
export async function insertOpsEvent(
  db: Queryable,
  event: { kind: "bucket_cleared"; subject: string; actor: string; reason: string },
): Promise<void> {
  await db.query({
    name: "insert-ops-event",
    text: `insert into ops_events (kind, subject, actor, reason)
      values ($1::text, $2::text, $3::text, $4::text)`,
    values: [event.kind, event.subject, event.actor, event.reason],
  });
}
