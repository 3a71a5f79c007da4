import type { Queryable } from "./pool.ts";

export const OPS_EVENT_KINDS = [
  "bucket_cleared",
  "mail_redriven",
  "mail_dropped",
  "suppression_lifted",
  "webhooks_redriven",
  "webhooks_dropped",
] as const;

export type NewOpsEvent = {
  kind: (typeof OPS_EVENT_KINDS)[number];
  subject: string;
  actor: string;
  reason: string;
};
export type OpsEvent = NewOpsEvent & { createdAt: Date };

/** Notes what an operator did, who and why. */
export async function insertOpsEvent(db: Queryable, event: NewOpsEvent): Promise<void> {
  await db.query({
    name: "insert-ops-event",
    text: `insert into ops_events (kind, subject, actor, reason)
      values ($1::text, $2::text, $3::text, $4::text)`,
    values: [event.kind, event.subject, event.actor, event.reason],
  });
}

/** What operators did, newest first. */
export async function listOpsEvents(db: Queryable, limit: number): Promise<OpsEvent[]> {
  const { rows } = await db.query<OpsEvent>({
    name: "list-ops-events",
    text: `select kind, subject, actor, reason, created_at as "createdAt"
      from ops_events order by id desc limit $1::integer`,
    values: [limit],
  });
  return rows;
}
