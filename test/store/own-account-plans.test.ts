import { Client } from "pg";
import { afterAll, beforeAll, describe, test } from "vitest";
import { findOwnAccounts } from "../../src/postgres/own-account.ts";
import type { Queryable } from "../../src/postgres/pool.ts";
import { createDatabase } from "../support/database.ts";
import { explain, explainSent } from "../support/explain.ts";
import { insertManySessions } from "../support/many-rows.ts";

const SESSIONS = 5000;
const ASKED = 10;
/** Of each: what is asked for, its session, its account, and a few rows of other tables. */
const READ_MAX = 5 * ASKED;
const TABLES = ["users", "sessions", "mail_messages", "mail_suppressions", "email_changes"];

let client: Client;
let send: (db: Queryable) => Promise<unknown>;
beforeAll(async () => {
  client = new Client({ connectionString: await createDatabase() });
  await client.connect();
  for (const table of TABLES)
    await client.query(`alter table ${table} set (autovacuum_enabled = off)`);
  const nobody = { sessionId: crypto.randomUUID(), accountId: crypto.randomUUID() };
  // As often as it takes to be given one plan for good, for empty tables of which nothing is known.
  for (let i = 0; i < 10; i++)
    await findOwnAccounts(client, [{ ...nobody, addressPseudonym: null }]);
  const sessions = await insertManySessions(client, SESSIONS);
  await client.query(
    "insert into mail_suppressions (address_pseudonym, reason, provider) select md5(row_id::text), 'bounced', '' from users",
  );
  const asked = sessions.slice(0, ASKED).map(({ sessionId, accountId }) => ({
    sessionId,
    accountId,
    addressPseudonym: "none",
  }));
  send = (db) => findOwnAccounts(db, asked);
}, 60_000);
afterAll(() => client.end());

describe("accounts of owners are read by their keys, whatever is known of the tables", () => {
  test("planned while they were empty", async ({ expect }) => {
    expect((await explainSent(client, send)).read).toBeLessThanOrEqual(READ_MAX);
  });

  test.for(["custom", "generic"] as const)("with statistics, %s plan", async (plan, { expect }) => {
    await client.query("analyze");
    expect((await explain(client, plan, send)).read).toBeLessThanOrEqual(READ_MAX);
  });
});
