import { Client } from "pg";
import { loadConfig } from "../../src/config.ts";
import { listUsers, readSearch } from "../../src/features/admin/list-users.ts";
import { createLog } from "../../src/log.ts";
import { listAuditEntries } from "../../src/postgres/audit-trail.ts";
import { openPool } from "../../src/postgres/pool.ts";
import { ACCOUNT_STATUSES, type AccountStatus } from "../../src/postgres/users.ts";
import { migrateAll } from "../../src/service.ts";
import { insertManyEntries, insertManyUsers } from "../support/many-rows.ts";
import { median, startStack, timed } from "./stack.ts";

const ROWS = 1_000_000;
const ROUNDS = 200;
const LIMIT = 50;

/** What an administrator waits for Postgres at a million accounts and entries, beside a bare round trip to it. */
export async function benchAdmin(): Promise<void> {
  await using stack = await startStack();
  const config = loadConfig({
    NODE_ENV: "test",
    DATABASE_URL: stack.postgresUrl,
    REDIS_URL: stack.redisUrl,
    EMAIL_API_URL: "http://127.0.0.1:1",
  });
  const log = createLog("silent");
  await migrateAll(config, log);
  const client = new Client({ connectionString: stack.postgresUrl });
  await client.connect();
  await insertManyUsers(client, ROWS);
  await insertManyEntries(client, ROWS);
  await client.end();

  const options = { databaseUrl: stack.postgresUrl, connectionsMax: 1, applicationName: "bench" };
  const pool = openPool(options, log);
  const list =
    (text?: string, statuses: readonly AccountStatus[] = ACCOUNT_STATUSES) =>
    () =>
      listUsers({ pool }, { statuses, search: readSearch(text), after: null, limit: LIMIT });
  const audit = (filter: Parameters<typeof listAuditEntries>[1]["filter"]) => () =>
    listAuditEntries(pool, { filter, before: null, limit: LIMIT });
  const pages: Record<string, () => Promise<unknown>> = {
    "one Postgres round trip": () => pool.query({ name: "ping", text: "select 1" }),
    "newest accounts": list(),
    "newest of the disabled": list(undefined, ["disabled"]),
    'search "a"': list("a"),
    'search "a", disabled': list("a", ["disabled"]),
    'search "@example.com"': list("@example.com"),
    "audit trail": audit({}),
    "audit trail of an account": audit({ accountId: "00000000-0000-0000-0000-000000000007" }),
    "audit trail of one kind": audit({ action: "admin.user_disabled" }),
  };
  console.log(`Pages of ${LIMIT} of ${ROWS} accounts and entries, ${ROUNDS} times each; ms\n`);
  for (const [name, read] of Object.entries(pages)) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) await timed(read, times);
    const told = `median ${median(times).toFixed(2)}   most ${Math.max(...times).toFixed(2)}`;
    console.log(`  ${name.padEnd(28)} ${told}`);
  }
  await pool.end();
}
