import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, describe, test } from "vitest";
import { mintRowId } from "../../src/domain/row-id.ts";
import { findAddressStanding, replaceGuessBudget } from "../../src/postgres/guess-budgets.ts";
import {
  beginAttempt,
  findQueuedMessage,
  settleMessage,
} from "../../src/postgres/mail-messages.ts";
import type { Queryable } from "../../src/postgres/pool.ts";
import { queueNextMail, writeRegistration } from "../../src/postgres/registrations.ts";
import { activateAccount, findAccountOrNobody } from "../../src/postgres/users.ts";
import { createDatabase } from "../support/database.ts";
import { explain, explainSent } from "../support/explain.ts";

const USERS = 20_000;
/** A few rows of several tables. */
const READ_MAX = 5;

type Send = (db: Queryable) => Promise<unknown>;

/** Whatever a registration, its mail and its activation ask for, of an account that is there. */
function statementsOf(of: { id: string; email: string; messageId: string }): Record<string, Send> {
  const { id, email, messageId } = of;
  const address = randomUUID();
  const origin = { ip: "192.0.2.1", requestId: "of-this-test" };
  const budget = { used: 0, leased: 5, leaseId: randomUUID() };
  return {
    "a registration": (db) =>
      writeRegistration(db, {
        id: mintRowId(),
        email: `${address}@example.com`,
        emailNormalised: `${address}@example.com`,
        passwordHash: "none",
        locale: "en",
        messageId: mintRowId(),
        eventId: mintRowId(),
        addressPseudonym: address,
        origin,
        idempotency: { keyDigest: address, response: {} },
      }),
    "its address": (db) => findAccountOrNobody(db, email),
    "its message": (db) => findQueuedMessage(db, messageId),
    "how its address stands": (db) => findAddressStanding(db, address),
    "the guesses of its code": (db) => replaceGuessBudget(db, address, { from: null, to: budget }),
    "an attempt": (db) => beginAttempt(db, { messageId, provider: "http" }),
    "the end of its message": (db) => settleMessage(db, { messageId, state: "sent" }),
    "its next mail": (db) =>
      queueNextMail(
        db,
        { id, generation: 1, codeSequence: 1, status: "pending" },
        { id: mintRowId(), locale: "en" },
      ),
    "its activation": (db) =>
      activateAccount(
        db,
        { id, generation: 1 },
        { addressPseudonym: address, settlement: { leaseId: budget.leaseId, wrong: 0 } },
        origin,
        mintRowId(),
      ),
  };
}

const TABLES = ["users", "mail_messages", "guess_budgets", "audit_entries", "idempotency_keys"];
const PENDING = { id: mintRowId(), messageId: mintRowId(), email: "somebody@example.com" };
const STATEMENTS = Object.entries(statementsOf(PENDING));

let client: Client;
beforeAll(async () => {
  client = new Client({ connectionString: await createDatabase() });
  await client.connect();
  for (const table of TABLES)
    await client.query(`alter table ${table} set (autovacuum_enabled = off)`);
  await client.query("set plan_cache_mode = force_generic_plan");
  // Planned for empty tables of which nothing is known; and nothing gets known of them.
  for (const [, send] of STATEMENTS) await send(client);
  await insertRows();
}, 60_000);
afterAll(() => client.end());

async function insertRows(): Promise<void> {
  await client.query(
    `insert into users (id, email, email_normalised, password_hash, status, activated_at)
     select gen_random_uuid(), n || '@example.com', n || '@example.com', 'none', 'active', now()
     from generate_series(1, ${USERS}) n`,
  );
  await client.query(
    `insert into mail_messages (id, user_row_id, kind, code_sequence, state)
     select gen_random_uuid(), row_id, 'activation_code', 1, 'sent' from users`,
  );
  await client.query(
    "insert into guess_budgets (address_pseudonym) select md5(row_id::text) from users",
  );
  await client.query(
    "insert into mail_suppressions (address_pseudonym, reason, provider) select md5(row_id::text), 'bounced', '' from users",
  );
  await client.query(
    `insert into idempotency_keys (key_digest, request_digest, locked_until, expires_at)
     select md5(row_id::text), '', now(), now() from users`,
  );
  const { id, email, messageId } = PENDING;
  await client.query(
    `with somebody as (
       insert into users (id, email, email_normalised, password_hash)
       values ('${id}', '${email}', '${email}', 'none') returning row_id)
     insert into mail_messages (id, user_row_id, kind, code_sequence)
     select '${messageId}', row_id, 'activation_code', 1 from somebody`,
  );
}

describe("of tens of thousands, it reads the few rows that it is about, whatever is known of the tables", () => {
  test.for(STATEMENTS)("%s, planned while they were empty", async ([, send], { expect }) => {
    await client.query("begin");
    expect((await explainSent(client, send)).read).toBeLessThanOrEqual(READ_MAX);
    await client.query("rollback");
  });

  describe("with statistics", () => {
    beforeAll(() => client.query("analyze"));
    const plans = (["custom", "generic"] as const).flatMap((plan) =>
      STATEMENTS.map(([name, send]) => [name, plan, send] as const),
    );
    test.for(plans)("%s, %s plan", async ([, plan, send], { expect }) => {
      await client.query("begin");
      expect((await explain(client, plan, send)).read).toBeLessThanOrEqual(READ_MAX);
      await client.query("rollback");
    });
  });

  test("a statement without one would be seen (control)", async ({ expect }) => {
    const search = (db: Queryable): Promise<unknown> =>
      db.query({ text: "select from users where locale = $1::text", values: ["nobody's"] });
    const { read } = await explain(client, "generic", search);
    expect(read).toBeGreaterThan(USERS);
  });
});
