import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, describe, test } from "vitest";
import { loadConfig } from "../../src/config.ts";
import { cleanUp } from "../../src/features/maintenance/clean-up.ts";
import { insertAuditEntry } from "../../src/postgres/audit-entries.ts";
import { createDatabase } from "../support/database.ts";

let client: Client;
beforeAll(async () => {
  client = new Client({ connectionString: await createDatabase() });
  await client.connect();
});
afterAll(() => client.end());

/** An entry that was written some time ago. */
async function insertEntry(ago = "0 s"): Promise<string> {
  const accountId = randomUUID();
  const { rows } = await client.query<{ id: string }>(
    `insert into audit_entries (at, action, actor_kind, account_id, address_pseudonym, ip, request_id)
     values (now() - $2::interval, 'user.activated', 'user', $1, 'nobody', '192.0.2.1', 'a-request') returning id`,
    [accountId, ago],
  );
  return rows[0]?.id ?? "";
}

const change = (sql: string, id: string): Promise<number | null> =>
  client.query(`${sql} where id = $1`, [id]).then(({ rowCount }) => rowCount);

describe("the audit trail refuses", () => {
  test.for([
    "action = 'user.deleted'",
    "actor = 'somebody else'",
    "actor_kind = 'system'",
    "account_id = gen_random_uuid()",
    "account_id = null",
    "at = now() - interval '1 year'",
    "request_id = null",
    'details = \'{"reason":"another"}\'',
    "ip = '198.51.100.1'",
    "address_pseudonym = 'somebody'",
    'ip = null, details = \'{"reason":"another"}\'',
    "id = default",
  ])("an update: %s", async (assignment, { expect }) => {
    const id = await insertEntry();
    await expect(change(`update audit_entries set ${assignment}`, id)).rejects.toThrow(
      /append-only|only be updated to DEFAULT/,
    );
  });

  test("that an entry comes or goes younger than a month, and all at once", async ({ expect }) => {
    for (const ago of ["0 s", "29 days", "29 days 23:59"]) {
      const id = await insertEntry(ago);
      await expect(change("delete from audit_entries", id)).rejects.toThrow("append-only");
    }
    await expect(client.query("truncate audit_entries")).rejects.toThrow("append-only");
    await expect(client.query("truncate audit_entries cascade")).rejects.toThrow("append-only");
    const { rows } = await client.query("select count(*)::int as n from audit_entries");
    expect(rows[0].n).toBeGreaterThan(2);
  });

  test("nothing of what has to be (control)", async ({ expect }) => {
    const id = await insertEntry();
    expect(await change("update audit_entries set ip = null, address_pseudonym = null", id)).toBe(
      1,
    );
    expect(await change("delete from audit_entries", await insertEntry("31 days"))).toBe(1);
    await insertAuditEntry(client, {
      action: "user.activated",
      actor: { kind: "system", name: null },
      accountId: null,
      origin: null,
    });
  });
});

describe("the clean-up", () => {
  const resources = {
    codes: { close: () => Promise.resolve(null) },
    log: { info: () => {} },
  } as unknown as Parameters<typeof cleanUp>[0];
  const clean = (days: number): Promise<void> => {
    const config = loadConfig({
      NODE_ENV: "test",
      DATABASE_URL: "postgres://none",
      REDIS_URL: "redis://none",
      EMAIL_API_URL: "http://none.test",
      AUDIT_DAYS: String(days),
    });
    return cleanUp({ ...resources, config, mailPool: client as never });
  };
  const isThere = async (id: string): Promise<boolean> =>
    (await change("select from audit_entries", id)) === 1;

  test("deletes entries older than AUDIT_DAYS, and none that is younger", async ({ expect }) => {
    const [old, young] = [await insertEntry("61 days"), await insertEntry("59 days 23:00")];
    await clean(60);
    expect([await isThere(old), await isThere(young)]).toEqual([false, true]);
    await clean(30);
    expect(await isThere(young)).toBe(false);
  });

  test("takes more of them than one statement should", async ({ expect }) => {
    await client.query(
      `insert into audit_entries (at, action, actor_kind)
       select now() - interval '500 days', 'session.created', 'user' from generate_series(1, 5001)`,
    );
    const young = await insertEntry();
    await clean(400);
    const { rows } = await client.query(
      "select count(*)::int as n from audit_entries where at < now() - interval '400 days'",
    );
    expect(rows).toEqual([{ n: 0 }]);
    expect(await isThere(young)).toBe(true);
  });
});
