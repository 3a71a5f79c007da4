import { traceparent } from "../tracing/tracing.ts";
import { jobPayload } from "./job-payload.ts";
import { queryPatiently } from "./patient-query.ts";
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

/** Those that say who somebody is; of a deleted account none is kept. */
const PERSONAL_TYPES = ["user.registered", "user.activated", "user.updated"] satisfies EventType[];

export const EVENT_STATES = ["queued", "delivered", "dead", "dropped"] as const;
export type EventState = (typeof EVENT_STATES)[number];

export type NewEvent = {
  id: string;
  type: EventType;
  accountId: string | null;
  /** The whole body, as it is signed and sent. */
  payload: unknown;
};

/** The worker's task for every event; the payload is the event's id, and the trace that it is part of. */
export const DELIVER_EVENT_TASK = "deliver_event";
// The worker's own retries are the net below ours, as with mail.
const JOB_ATTEMPTS_MAX = 25;

const jobOfEvent = (trace: string, more: string): string =>
  `select graphile_worker.add_job('${DELIVER_EVENT_TASK}', ${jobPayload("eventId", trace)}, job_key => id::text,
    max_attempts => ${JOB_ATTEMPTS_MAX}, ${more}) from event`;

/**
 * The statement's end that puts the new events of a CTE named event(id) into the queue. The trace is a parameter, a
 * traceparent or null.
 */
export const addEventJob = (trace: string): string =>
  jobOfEvent(trace, "job_key_mode => 'unsafe_dedupe'");

/** The same for many events: one statement of the queue's, not one for each. */
export const ADD_EVENT_JOBS = `select from graphile_worker.add_jobs(array(
    select row('${DELIVER_EVENT_TASK}', json_build_object('eventId', id), null, now(), ${JOB_ATTEMPTS_MAX}, id::text,
      0, null)::graphile_worker.job_spec from event))`;

/**
 * The CTE event(id) of a statement that writes an account: tells of the account in another CTE, which returns what
 * stands here. The id is a parameter; null when there is nobody to tell.
 */
export const accountEvent = (
  type: EventType,
  of: { account: string; id: string; when?: string },
): string =>
  `event as (
    insert into webhook_events (id, type, account_id, payload)
    select ${of.id}, '${type}', a.id, json_build_object(
      'type', '${type}',
      'timestamp', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'data', json_build_object('user_id', a.id, 'email', a.email, 'username', a.username, 'locale', a.locale,
        'role', a.role, 'status', a.status))
    from ${of.account} a where ${of.id} is not null and ${of.when ?? "true"} returning id)`;

/** Writes an event and its job. In the caller's transaction both are there, or none is. */
export async function insertEvent(db: Queryable, event: NewEvent): Promise<void> {
  await db.query({
    name: "insert-event",
    text: `with event as (
        insert into webhook_events (id, type, account_id, payload)
        values ($1::uuid, $2::text, $3::uuid, $4::json) returning id)
      ${addEventJob("$5::text")}`,
    values: [event.id, event.type, event.accountId, JSON.stringify(event.payload), traceparent()],
  });
}

/** Deletes what was to be told of an account, or was, and says who its owner is. In a transaction. */
export async function deletePersonalEvents(db: Queryable, accountId: string): Promise<void> {
  await queryPatiently(db, {
    name: "delete-personal-events",
    text: "delete from webhook_events where account_id = $1::uuid and type = any($2::text[])",
    values: [accountId, PERSONAL_TYPES],
  });
}

export type QueuedEvent = {
  id: string;
  type: EventType;
  /** Always the same bytes. */
  body: string;
  attempts: number;
  lastError: string | null;
  /** Since it was queued, or queued again. */
  ageMs: number;
};

/** An event that still waits; null once it is settled or deleted. */
export async function findQueuedEvent(db: Queryable, id: string): Promise<QueuedEvent | null> {
  const { rows } = await db.query<QueuedEvent>({
    name: "find-queued-event",
    text: `select id, type, payload::text as body, attempts, last_error as "lastError",
        (extract(epoch from now() - queued_at) * 1000)::float8 as "ageMs"
      from webhook_events where id = $1::uuid and state = 'queued'`,
    values: [id],
  });
  return rows[0] ?? null;
}

/** Notes that an event is about to be sent, before it is. Returns false when it is settled. */
export async function beginEventAttempt(db: Queryable, id: string): Promise<boolean> {
  const { rowCount } = await db.query({
    name: "begin-event-attempt",
    text: `update webhook_events set attempts = attempts + 1 where id = $1::uuid and state = 'queued'`,
    values: [id],
  });
  return rowCount === 1;
}

/** Puts an event's job back for later, in place of the one that runs now. Without an error the last one stays. */
export async function requeueEvent(
  db: Queryable,
  retry: { id: string; delayMs: number; error: string | null },
): Promise<void> {
  await db.query({
    name: "requeue-event",
    text: `with event as (
        update webhook_events set last_error = coalesce($3::text, last_error)
        where id = $1::uuid and state = 'queued' returning id)
      ${jobOfEvent("$4::text", "run_at => now() + make_interval(secs => $2::integer / 1000.0)")}`,
    values: [retry.id, retry.delayMs, retry.error, traceparent()],
  });
}

/** Ends an event; a later one of two ends changes nothing. */
export async function settleEvent(
  db: Queryable,
  settled: { id: string; state: "delivered" | "dead"; error: string | null },
): Promise<void> {
  await db.query({
    name: "settle-event",
    text: `update webhook_events set state = $2::text, settled_at = now(),
        last_error = $3::text
      where id = $1::uuid and state = 'queued'`,
    values: [settled.id, settled.state, settled.error],
  });
}

/** Deletes events that ended longer ago than the given days; returns how many. */
export async function deleteOldEvents(db: Queryable, days: number): Promise<number> {
  const { rowCount } = await db.query({
    name: "delete-old-events",
    // The first condition is the one that an index has.
    text: `delete from webhook_events where created_at < now() - make_interval(days => $1::integer)
      and state <> 'queued' and settled_at < now() - make_interval(days => $1::integer)`,
    values: [days],
  });
  return rowCount ?? 0;
}
