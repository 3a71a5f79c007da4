import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, test } from "vitest";
import type { Pool } from "../../src/postgres/pool.ts";
import { findEndedSessions } from "../../src/postgres/session-ends.ts";
import { createDatabase } from "../support/database.ts";
import { openPatientPool } from "../support/patience.ts";

let pool: Pool;
beforeAll(async () => {
  pool = openPatientPool(await createDatabase(), 2);
});
afterAll(() => pool.end());

/** Opens so many sessions of as many active accounts, and returns their ids. */
async function openSessions(count: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `with owners as (
       insert into users (id, email, email_normalised, password_hash, status, activated_at)
       select id, id::text, id::text, 'none', 'active', now()
       from (select gen_random_uuid() as id from generate_series(1, $1::integer)) made returning row_id)
     insert into sessions (id, user_row_id, device, ip, refresh_digest, idle_expires_at, expires_at)
     select gen_random_uuid(), row_id, 'a device', '192.0.2.1', row_id::text, now() + interval '1 day',
       now() + interval '1 day'
     from owners returning id`,
    [count],
  );
  return rows.map(({ id }) => id);
}

test("those that ended, ran out, never were, or are of an account that is not active, and no others", async ({
  expect,
}) => {
  const ids = await openSessions(6);
  const [live = "", ended = "", idle = "", old = "", disabled = "", deleted = ""] = ids;
  const change = (text: string, id: string): Promise<unknown> => pool.query(text, [id]);
  await change("update sessions set ended_at = now(), end_reason = 'x' where id = $1", ended);
  await change("update sessions set idle_expires_at = now() where id = $1", idle);
  await change("update sessions set expires_at = now() where id = $1", old);
  const ofSession = "row_id = (select user_row_id from sessions where id = $1)";
  await change(`update users set status = 'disabled' where ${ofSession}`, disabled);
  await change(`delete from users where ${ofSession}`, deleted);
  const never = randomUUID();
  const found = await findEndedSessions(pool, new Set([...ids, never]));
  expect(found).toEqual(new Set([ended, idle, old, disabled, deleted, never]));
  expect(await findEndedSessions(pool, new Set([live]))).toEqual(new Set());
});

test("ten thousand are asked for in one statement", async ({ expect }) => {
  const ids = await openSessions(10_000);
  await pool.query("analyze users; analyze sessions");
  const never = randomUUID();
  const asked = new Set([...ids, never]);
  expect(await findEndedSessions(pool, asked)).toEqual(new Set([never]));
});
