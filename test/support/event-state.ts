import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import type { EventState, EventType } from "../../src/postgres/webhook-events.ts";

type NewEvent = {
  type?: EventType;
  state?: EventState;
  /** How long ago it was made, and settled a second later; whole milliseconds. */
  agoMs?: number;
  lastError?: string | null;
};

/** An event as if its job had left it so; one that waits has none. Returns its id. */
export async function insertEvent(
  db: Pick<Pool, "query">,
  { type = "user.deleted", state = "dead", agoMs = 0, lastError = "answered 503" }: NewEvent = {},
): Promise<string> {
  const id = randomUUID();
  await db.query(
    `insert into webhook_events (id, type, payload, state, attempts, last_error, created_at, queued_at, settled_at)
     select $1::uuid, $2::text, json_build_object('type', $2::text, 'timestamp', now(), 'data', json_build_object('user_id', $1::text)),
       $3::text, 27, $4, at, at, case when $3::text <> 'queued' then at + interval '1 s' end
     from (select now() - $5 * interval '1 ms' as at) made`,
    [id, type, state, lastError, agoMs],
  );
  return id;
}

/** How an event stands. */
export async function eventRow(
  db: Pick<Pool, "query">,
  id: string,
): Promise<{ state: EventState; attempts: number } | undefined> {
  const { rows } = await db.query<{ state: EventState; attempts: number }>(
    "select state, attempts from webhook_events where id = $1",
    [id],
  );
  return rows[0];
}
