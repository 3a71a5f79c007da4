import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import { type Pool, attempt } from "../../src/postgres/pool.ts";
import {
  type NewRegistration,
  queueNextMail,
  writeRegistration,
} from "../../src/postgres/registrations.ts";
import {
  type Account,
  activateAccount,
  deleteStalePendingAccounts,
  findAccountByEmail,
} from "../../src/postgres/users.ts";
import { createDatabase } from "../support/database.ts";
import { openPatientPool } from "../support/patience.ts";

let pool: Pool;

beforeAll(async () => {
  pool = openPatientPool(await createDatabase(), 20);
});
afterAll(() => pool.end());

const ORIGIN = { ip: "192.0.2.1", requestId: "of-this-test" };
const newAccount = (email = `${randomUUID()}@example.com`): NewRegistration => ({
  id: randomUUID(),
  email,
  emailNormalised: email.toLowerCase(),
  passwordHash: randomUUID(),
  locale: "en",
  messageId: randomUUID(),
  addressPseudonym: "nobody",
  origin: ORIGIN,
  eventId: null,
  idempotency: null,
});

async function register(account: NewRegistration): Promise<Account> {
  await writeRegistration(pool, account);
  const written = await findAccountByEmail(pool, account.emailNormalised);
  if (!written) throw new Error("nothing was written");
  return written;
}

const messagesTo = async ({ rowId }: Pick<Account, "rowId">): Promise<unknown[]> =>
  (
    await pool.query(
      `select m.kind, m.code_sequence as number, j.key = m.id::text as "hasJob" from mail_messages m
       left join graphile_worker.jobs j on j.key = m.id::text where m.user_row_id = $1 order by 2`,
      [rowId],
    )
  ).rows;

/** A code without a budget: what it settles is the budgets' own test. */
const CODE = {
  addressPseudonym: "nobody",
  settlement: { leaseId: randomUUID(), wrong: 0 },
};

describe("registering an address", () => {
  test("200 times in parallel makes one row, and a message with a job each", async ({ expect }) => {
    const email = `${randomUUID()}@example.com`;
    const accounts = Array.from({ length: 200 }, () => newAccount(email));
    await Promise.all(accounts.map((account) => attempt(() => writeRegistration(pool, account))));
    const { rows } = await pool.query("select * from users where email_normalised = $1", [email]);
    expect(rows).toMatchObject([{ generation: accounts.length, code_sequence: accounts.length }]);
    const winner = accounts.find(({ id }) => id === rows[0]?.id);
    expect(rows[0]?.password_hash).toBe(winner?.passwordHash);
    expect(await messagesTo({ rowId: rows[0]?.row_id })).toEqual(
      accounts.map((_, i) => ({ kind: "activation_code", number: i + 1, hasJob: true })),
    );
  });

  test("a look before the insert, in place of the upsert, fails in the same burst (control)", async ({
    expect,
  }) => {
    const email = `${randomUUID()}@example.com`;
    const results = await Promise.allSettled(
      Array.from({ length: 200 }, async () => {
        const { rowCount } = await pool.query("select 1 from users where email_normalised = $1", [
          email,
        ]);
        if (rowCount) return;
        await pool.query(
          "insert into users (id, email, email_normalised, password_hash, locale) values ($1, $2, $2, 'hash', 'en')",
          [randomUUID(), email],
        );
      }),
    );
    const failed = results.filter((result) => result.status === "rejected");
    expect(failed.length).toBeGreaterThan(0);
    expect(failed[0]?.reason).toMatchObject({ code: "23505" });
  });

  test("again while pending replaces id, password and generation", async ({ expect }) => {
    const first = newAccount();
    const second = newAccount(first.email);
    await register(first);
    expect(await register(second)).toMatchObject({
      id: second.id,
      passwordHash: second.passwordHash,
      generation: 2,
    });
  });

  test("again while active changes neither id nor password, and sends a notice", async ({
    expect,
  }) => {
    const first = await register(newAccount());
    await activateAccount(pool, first, CODE, ORIGIN, null);
    const again = await register(newAccount(first.email));
    const { id, passwordHash } = first;
    expect(again).toMatchObject({ id, passwordHash, status: "active", generation: 1 });
    expect(await messagesTo(again)).toEqual([
      { kind: "activation_code", number: 1, hasJob: true },
      { kind: "already_registered", number: 2, hasJob: true },
    ]);
  });
});

describe("activating", () => {
  test("500 times in parallel has one effect and one event", async ({ expect }) => {
    const account = await register(newAccount());
    const effects = await Promise.all(
      Array.from({ length: 500 }, () => activateAccount(pool, account, CODE, ORIGIN, null)),
    );
    expect(effects.filter(Boolean)).toHaveLength(1);
    const entries = await pool.query(
      "select action from audit_entries where account_id = $1 order by id",
      [account.id],
    );
    expect(entries.rows).toEqual([{ action: "user.registered" }, { action: "user.activated" }]);
  });

  test("by an update without its condition the same burst has more than one effect (control)", async ({
    expect,
  }) => {
    const account = await register(newAccount());
    const effects = await Promise.all(
      Array.from({ length: 500 }, async () => {
        const { rows } = await pool.query("select status from users where id = $1", [account.id]);
        if (rows[0]?.status !== "pending") return false;
        await pool.query("update users set status = 'active', activated_at = now() where id = $1", [
          account.id,
        ]);
        return true;
      }),
    );
    expect(effects.filter(Boolean).length).toBeGreaterThan(1);
  });

  test("an older generation does nothing", async ({ expect }) => {
    const first = await register(newAccount());
    await register(newAccount(first.email));
    expect(await activateAccount(pool, first, CODE, ORIGIN, null)).toBe(false);
    expect((await findAccountByEmail(pool, first.emailNormalised))?.status).toBe("pending");
  });
});

test("of parallel requests for a code, one takes the next number", async ({ expect }) => {
  const registered = await register(newAccount());
  const taken = await Promise.all(
    Array.from({ length: 20 }, () =>
      queueNextMail(pool, registered, { id: randomUUID(), locale: "en" }),
    ),
  );
  expect(taken.filter((number) => number !== null)).toMatchObject([{ codeSequence: 2 }]);
});

test("the clean-up takes pending accounts past their life, and nothing else", async ({
  expect,
}) => {
  const [stale, fresh, active] = [newAccount(), newAccount(), newAccount()];
  for (const account of [stale, fresh, active]) await register(account);
  await activateAccount(pool, { id: active.id, generation: 1 }, CODE, ORIGIN, null);
  await pool.query(
    "update users set created_at = now() - interval '25 h', code_requested_at = now() - interval '25 h' where id = any($1)",
    [[stale.id, active.id]],
  );
  await deleteStalePendingAccounts(pool, 24);
  expect(await findAccountByEmail(pool, stale.emailNormalised)).toBeNull();
  expect(await findAccountByEmail(pool, fresh.emailNormalised)).not.toBeNull();
  expect(await findAccountByEmail(pool, active.emailNormalised)).not.toBeNull();
});
