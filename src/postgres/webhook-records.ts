import type { ListCursor } from "../domain/list-cursor.ts";
import { queryPatiently } from "./patient-query.ts";
import type { Queryable } from "./pool.ts";
import { ADD_EVENT_JOBS, type EventState, type EventType } from "./webhook-events.ts";

export type EventFigures = {
  queued: number;
  /** How long the one that waits longest has waited; 0 when none does. */
  oldestMs: number;
  dead: number;
};

/** How many events wait, for how long, and how many are given up: all of one moment. */
export async function readEventFigures(db: Queryable): Promise<EventFigures> {
  const { rows } = await db.query<EventFigures>({
    name: "read-event-figures",
    text: `select (count(*) filter (where state = 'queued'))::integer as queued,
        coalesce(greatest(0, extract(epoch from now() - min(queued_at) filter (where state = 'queued')) * 1000), 0)::float8
          as "oldestMs",
        (count(*) filter (where state = 'dead'))::integer as dead
      from webhook_events where state in ('queued', 'dead')`,
  });
  return rows[0] ?? { queued: 0, oldestMs: 0, dead: 0 };
}

/** What became of an event, for operators; not what it says. */
export type EventRecord = {
  id: string;
  type: EventType;
  state: EventState;
  attempts: number;
  lastError: string | null;
  createdAt: Date;
  settledAt: Date | null;
  /** When it was made, in whole microseconds, which a Date does not hold. */
  micros: string;
};

/** Which events: of a state and of a type, or of any. */
export type EventFilter = { state: EventState | null; type: EventType | null };

/** Events after the cursor, newest first. */
export async function listEvents(
  db: Queryable,
  page: EventFilter & { before: ListCursor | null; limit: number },
): Promise<EventRecord[]> {
  // A plan of its own for each state and type, by their names: of a million events a few are dead.
  const ofState = page.state === null ? "" : `and state = '${page.state}'`;
  const ofType = page.type === null ? "" : ` and type = '${page.type}'`;
  const { rows } = await db.query<EventRecord>({
    name: `list-${page.state ?? "all"}-events-of-${page.type ?? "all"}`,
    text: `select id, type, state, attempts, last_error as "lastError", created_at as "createdAt",
        settled_at as "settledAt", (extract(epoch from created_at) * 1000000)::bigint as micros
      from webhook_events
      where ($1::bigint is null
          or (created_at, id) < (timestamptz 'epoch' + $1::bigint * interval '1 microsecond', $2::uuid))
        ${ofState}${ofType}
      order by created_at desc, id desc limit $3::integer`,
    values: [page.before?.micros, page.before?.id, page.limit],
  });
  return rows;
}

export type FoundEvents = {
  /** The oldest first, as many as were asked for. */
  ids: string[];
  /** How many more there are. */
  more: number;
};

/** The events that were made from a moment on. In a transaction. */
export async function findEventsSince(
  client: Queryable,
  span: EventFilter & { since: Date },
  limit: number,
): Promise<FoundEvents> {
  const found = await queryPatiently<FoundEvents>(client, {
    name: "find-events-since",
    text: `with found as (
        select id, created_at from webhook_events
        where created_at >= $1::timestamptz and state = $2::text and ($3::text is null or type = $3::text))
      select array(select id from found order by created_at, id limit $4::integer) as ids,
        greatest(0, count(*) - $4::integer)::integer as more from found`,
    values: [span.since, span.state, span.type, limit],
  });
  return found ?? { ids: [], more: 0 };
}

/**
 * Holds events until the transaction ends, so that of two operators who want the same at once the second sees what the
 * first did. Always in the order of their ids: nobody waits for each other.
 */
export async function lockEvents(
  client: Queryable,
  ids: readonly string[],
): Promise<{ id: string; type: EventType; state: EventState }[]> {
  const { rows } = await client.query<{ id: string; type: EventType; state: EventState }>({
    name: "lock-events",
    text: `select id, type, state from webhook_events where id = any($1::uuid[]) order by id for update`,
    values: [ids],
  });
  return rows;
}

/** Puts locked events back into the queue, each with a job, as if they were new. */
export async function requeueEvents(client: Queryable, ids: readonly string[]): Promise<void> {
  await client.query({
    name: "requeue-events",
    text: `with event as (
        update webhook_events set state = 'queued', queued_at = now(), settled_at = null, attempts = 0
        where id = any($1::uuid[]) returning id)
      ${ADD_EVENT_JOBS}`,
    values: [ids],
  });
}

/** Gives locked events up; the job of one that waits finds nothing to do. */
export async function dropEvents(client: Queryable, ids: readonly string[]): Promise<void> {
  await client.query({
    name: "drop-events",
    text: `update webhook_events set state = 'dropped', settled_at = now() where id = any($1::uuid[])`,
    values: [ids],
  });
}
