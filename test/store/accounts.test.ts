import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import { createLog } from "../../src/log.ts";
import { type Pool, openPool } from "../../src/postgres/pool.ts";
import {
  type NewAccount,
  activateAccount,
  deleteStalePendingAccounts,
  findAccountByEmail,
  takeCodeNumber,
  upsertPendingAccount,
} from "../../src/postgres/users.ts";
import { createDatabase } from "../support/database.ts";

let pool: Pool;

beforeAll(async () => {
  const databaseUrl = await createDatabase();
  const options = { databaseUrl, connectionsMax: 20, applicationName: "test" };
  pool = openPool(options, createLog("silent"));
});
afterAll(() => pool.end());

const newAccount = (email = `${randomUUID()}@example.com`): NewAccount => ({
  id: randomUUID(),
  email,
  emailNormalised: email.toLowerCase(),
  passwordHash: randomUUID(),
});

describe("registering an address", () => {
  test("200 times in parallel makes one row, with the number of the last", async ({ expect }) => {
    const email = `${randomUUID()}@example.com`;
    const registered = await Promise.all(
      Array.from({ length: 200 }, () => upsertPendingAccount(pool, newAccount(email))),
    );
    const { rows } = await pool.query("select * from users where email_normalised = $1", [email]);
    expect(rows).toHaveLength(1);
    expect(new Set(registered.map(({ generation }) => generation)).size).toBe(200);
    expect(rows[0]).toMatchObject({ generation: 200, code_sequence: 200 });
    const winner = registered.find(({ generation }) => generation === 200);
    expect(rows[0]?.id).toBe(winner?.id);
  });

  test("again while pending replaces id, password and generation", async ({ expect }) => {
    const first = newAccount();
    const second = newAccount(first.email);
    await upsertPendingAccount(pool, first);
    await upsertPendingAccount(pool, second);
    expect(await findAccountByEmail(pool, first.emailNormalised)).toMatchObject({
      id: second.id,
      passwordHash: second.passwordHash,
      generation: 2,
    });
  });

  test("again while active changes neither id nor password", async ({ expect }) => {
    const first = newAccount();
    const { generation } = await upsertPendingAccount(pool, first);
    await activateAccount(pool, { id: first.id, generation });
    const answer = await upsertPendingAccount(pool, newAccount(first.email));
    expect(answer).toMatchObject({ id: first.id, status: "active", generation: 1 });
    expect(await findAccountByEmail(pool, first.emailNormalised)).toMatchObject({
      id: first.id,
      passwordHash: first.passwordHash,
      status: "active",
    });
  });
});

describe("activating", () => {
  test("500 times in parallel has one effect and one event", async ({ expect }) => {
    const account = newAccount();
    const { generation } = await upsertPendingAccount(pool, account);
    const effects = await Promise.all(
      Array.from({ length: 500 }, () => activateAccount(pool, { id: account.id, generation })),
    );
    expect(effects.filter(Boolean)).toHaveLength(1);
    const events = await pool.query("select kind from account_events where user_id = $1", [
      account.id,
    ]);
    expect(events.rows).toEqual([{ kind: "activated" }]);
  });

  test("an older generation does nothing", async ({ expect }) => {
    const first = newAccount();
    const { generation } = await upsertPendingAccount(pool, first);
    await upsertPendingAccount(pool, newAccount(first.email));
    expect(await activateAccount(pool, { id: first.id, generation })).toBe(false);
    expect((await findAccountByEmail(pool, first.emailNormalised))?.status).toBe("pending");
  });
});

test("of parallel requests for a code, one takes the next number", async ({ expect }) => {
  const account = newAccount();
  const registered = await upsertPendingAccount(pool, account);
  const taken = await Promise.all(
    Array.from({ length: 20 }, () => takeCodeNumber(pool, registered)),
  );
  expect(taken.filter((number) => number !== null)).toMatchObject([{ codeSequence: 2 }]);
});

test("the clean-up takes pending accounts past their life, and nothing else", async ({
  expect,
}) => {
  const [stale, fresh, active] = [newAccount(), newAccount(), newAccount()];
  for (const account of [stale, fresh, active]) await upsertPendingAccount(pool, account);
  await activateAccount(pool, { id: active.id, generation: 1 });
  await pool.query(
    "update users set created_at = now() - interval '25 h', code_requested_at = now() - interval '25 h' where id = any($1)",
    [[stale.id, active.id]],
  );
  await deleteStalePendingAccounts(pool, 24);
  expect(await findAccountByEmail(pool, stale.emailNormalised)).toBeNull();
  expect(await findAccountByEmail(pool, fresh.emailNormalised)).not.toBeNull();
  expect(await findAccountByEmail(pool, active.emailNormalised)).not.toBeNull();
});
