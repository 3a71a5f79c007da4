import type { Queryable } from "./pool.ts";

/** What the product beside is told of. */
export const EVENT_TYPES = [
  "user.registered",
  "user.activated",
  "user.updated",
  "user.deleted",
  "session.revoked",
  "limit.tripped",
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export type NewEvent = {
  id: string;
  type: EventType;
  accountId: string | null;
  /** The whole body, as it is signed and sent. */
  payload: unknown;
};

/** The worker's task for every event; the payload is the event's id and nothing else. */
export const DELIVER_EVENT_TASK = "deliver_event";
const JOB_ATTEMPTS_MAX = 25;

/** The statement's end that puts the events of a CTE named event(id) into the queue. */
export const addEventJob = (runAt = "now()"): string =>
  `select graphile_worker.add_job('${DELIVER_EVENT_TASK}', json_build_object('eventId', id), job_key => id::text,
    max_attempts => ${JOB_ATTEMPTS_MAX}, run_at => ${runAt}) from event`;

/** Writes an event and its job. In the caller's transaction both are there, or none is. */
export async function insertEvent(db: Queryable, event: NewEvent): Promise<void> {
  await db.query({
    name: "insert-event",
    text: `with event as (
        insert into webhook_events (id, type, account_id, payload)
        values ($1::uuid, $2::text, $3::uuid, $4::jsonb) returning id)
      ${addEventJob()}`,
    values: [event.id, event.type, event.accountId, JSON.stringify(event.payload)],
  });
}
