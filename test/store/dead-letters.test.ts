import { Client } from "pg";
import { test } from "vitest";
import { findDeadLetters, findWantedDeadLetters } from "../../src/postgres/dead-letters.ts";
import { createDatabase } from "../support/database.ts";

const COUNT = 20_000;
const LIMIT = 3;

test("more dead letters than a statement has time for are counted all the same", async ({
  expect,
}) => {
  const client = new Client({
    connectionString: await createDatabase(),
    statement_timeout: 2,
    query_timeout: 25_000,
  });
  await client.connect();
  try {
    await client.query("set statement_timeout = 0");
    await client.query(
      `with account as (
         insert into users (id, email, email_normalised, password_hash)
         select gen_random_uuid(), n || '@example.com', n || '@example.com', 'none'
         from generate_series(1, $1::integer) n returning row_id)
       insert into mail_messages (id, user_row_id, kind, code_sequence, state, settled_at)
       select gen_random_uuid(), row_id, 'activation_code', 1, 'expired', now() from account`,
      [COUNT],
    );
    await client.query("reset statement_timeout");
    const span = { since: new Date(0), state: null };
    // What has no more time than others does not end (control).
    await expect(
      client.query("select count(*) from mail_messages m cross join generate_series(1, 100)"),
    ).rejects.toThrow("statement timeout");
    for (const find of [findWantedDeadLetters, findDeadLetters]) {
      await client.query("begin");
      expect(await find(client, span, LIMIT)).toMatchObject({ more: COUNT - LIMIT, superseded: 0 });
      const { rows } = await client.query("show statement_timeout");
      expect(rows).toEqual([{ statement_timeout: "2ms" }]);
      await client.query("commit");
    }
  } finally {
    await client.end();
  }
});
