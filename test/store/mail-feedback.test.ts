import { randomUUID } from "node:crypto";
import { Pool } from "pg";
import { afterAll, beforeAll, test } from "vitest";
import {
  type ReturnedMail,
  findMessageAddresses,
  noteReturnedMails,
} from "../../src/postgres/mail-feedback.ts";
import { createDatabase } from "../support/database.ts";

let pool: Pool;
beforeAll(async () => {
  pool = new Pool({ connectionString: await createDatabase(), max: 8 });
});
afterAll(() => pool.end());

/** Accounts with two messages each, as they are in the given state; the ids of the messages. */
async function storeMessages(accounts: number, state = "sent", attempts = 1): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `with account as (
        insert into users (id, email, email_normalised, password_hash)
        select id, id || '@example.com', id || '@example.com', 'x'
        from (select gen_random_uuid() as id from generate_series(1, $1::integer)) as given
        returning row_id)
      insert into mail_messages (id, user_row_id, kind, code_sequence, state, attempts)
      select gen_random_uuid(), row_id, 'activation_code', number, $2, $3
      from account, generate_series(1, 2) as number returning id`,
    [accounts, state, attempts],
  );
  return rows.map(({ id }) => id);
}

async function returnedOf(
  ids: string[],
  kind: ReturnedMail["kind"] = "bounced",
): Promise<ReturnedMail[]> {
  const found = await findMessageAddresses(pool, ids);
  return found.map(({ id, emailNormalised }) => ({
    messageId: id,
    kind,
    addressPseudonym: emailNormalised,
  }));
}

test("batches of the same mails at once, in any order, are news once and never deadlock", async ({
  expect,
}) => {
  const returned = await returnedOf(await storeMessages(300));
  expect(returned).toHaveLength(600);
  const news = await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      noteReturnedMails(pool, "http", i % 2 ? returned : returned.toReversed()),
    ),
  );
  expect(news.flat().toSorted()).toEqual(returned.map(({ messageId }) => messageId).toSorted());
  const { rows } = await pool.query(
    "select count(*)::integer from mail_suppressions where address_pseudonym = any($1)",
    [returned.map(({ addressPseudonym }) => addressPseudonym)],
  );
  expect(rows).toEqual([{ count: 300 }]);
});

test.for(["sent", "queued", "expired", "undeliverable", "superseded", "dropped", "suppressed"])(
  "a mail that was handed over and is %s can come back, once",
  async (state, { expect }) => {
    const ids = await storeMessages(1, state);
    const news = await noteReturnedMails(pool, "http", await returnedOf(ids));
    expect(news.toSorted()).toEqual(ids.toSorted());
    expect(await noteReturnedMails(pool, "http", await returnedOf(ids, "complained"))).toEqual([]);
    const { rows } = await pool.query(
      `select distinct state, last_error, is_unclear, settled_at is not null as "isSettled"
       from mail_messages where id = any($1)`,
      [ids],
    );
    expect(rows).toEqual([
      { state: "bounced", last_error: "http: bounced", is_unclear: false, isSettled: true },
    ]);
  },
);

test("a mail that was handed to nobody cannot come back", async ({ expect }) => {
  const ids = await storeMessages(1, "queued", 0);
  expect(await noteReturnedMails(pool, "http", await returnedOf(ids))).toEqual([]);
});

test("a mail that is not ours is not found", async ({ expect }) => {
  expect(await findMessageAddresses(pool, [randomUUID()])).toEqual([]);
});
