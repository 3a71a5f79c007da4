import { Client } from "pg";
import { test, vi } from "vitest";
import { findDeadLetters, findWantedDeadLetters } from "../../src/postgres/dead-letters.ts";
import { createDatabase } from "../support/database.ts";

const COUNT = 20;
const LIMIT = 3;
/** Longer than a crowded machine takes for what takes no time. */
const TIMEOUT_MS = 500;

test("dead letters that take longer than a statement has time for are counted all the same", async ({
  expect,
}) => {
  const connectionString = await createDatabase();
  const client = new Client({ connectionString, statement_timeout: TIMEOUT_MS });
  const other = new Client({ connectionString });
  await Promise.all([client.connect(), other.connect()]);
  /** Keeps everybody waiting for the messages until somebody has waited for longer than that. */
  const slowly = async <T>(work: () => Promise<T>): Promise<T> => {
    await other.query("begin; lock table mail_messages in access exclusive mode");
    const worked = work();
    const waited = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
      and clock_timestamp() - query_start > make_interval(secs => ${(1.2 * TIMEOUT_MS) / 1000})`;
    let isOver = false;
    const settle = (): void => void (isOver = true);
    worked.then(settle, settle);
    await vi.waitUntil(async () => isOver || (await other.query(waited)).rowCount === 1, {
      timeout: 15_000,
    });
    await other.query("commit");
    return worked;
  };
  try {
    await client.query(
      `with account as (
         insert into users (id, email, email_normalised, password_hash)
         select gen_random_uuid(), n || '@example.com', n || '@example.com', 'none'
         from generate_series(1, $1::integer) n returning row_id)
       insert into mail_messages (id, user_row_id, kind, code_sequence, state, settled_at)
       select gen_random_uuid(), row_id, 'activation_code', 1, 'expired', now() from account`,
      [COUNT],
    );
    const span = { since: new Date(0), state: null };
    // What has no more time than others does not end (control).
    await expect(slowly(() => client.query("select count(*) from mail_messages"))).rejects.toThrow(
      "statement timeout",
    );
    for (const find of [findWantedDeadLetters, findDeadLetters]) {
      await client.query("begin");
      expect(await slowly(() => find(client, span, LIMIT))).toMatchObject({
        more: COUNT - LIMIT,
        superseded: 0,
      });
      const { rows } = await client.query("show statement_timeout");
      expect(rows).toEqual([{ statement_timeout: `${TIMEOUT_MS}ms` }]);
      await client.query("commit");
    }
  } finally {
    await Promise.all([client.end(), other.end()]);
  }
});
