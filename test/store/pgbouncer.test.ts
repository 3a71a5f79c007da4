import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { createLog } from "../../src/log.ts";
import { queryPatiently } from "../../src/postgres/patient-query.ts";
import { type Pool, type Pooler, openPool, transact } from "../../src/postgres/pool.ts";
import { hasServerDeadlines } from "../../src/postgres/server-deadlines.ts";
import { createDatabase, queryDatabase } from "../support/database.ts";
import { type PgBouncer, startPgBouncer } from "../support/pgbouncer.ts";

let databaseUrl: string;
let pgbouncer: PgBouncer;
beforeAll(async () => {
  databaseUrl = await createDatabase();
  pgbouncer = await startPgBouncer({ databaseUrl, serverConnections: 2 });
});
afterAll(() => pgbouncer[Symbol.asyncDispose]());

const UNNAMED: Pooler = { preparesStatements: false };

function openOwnPool(url: string, pooler: Pooler | null): Pool & AsyncDisposable {
  const options = { databaseUrl: url, connectionsMax: 12, applicationName: "test", pooler };
  const pool = openPool(options, createLog("silent"));
  return Object.assign(pool, { [Symbol.asyncDispose]: () => pool.end() });
}

/** Statements of twelve clients over two server connections; what went wrong. */
async function runNamed(pool: Pool): Promise<string[]> {
  const statement = async (i: number): Promise<void> => {
    const name = `number-${i % 6}`;
    await pool.query({ name, text: `select $1::integer + ${i % 6}`, values: [i] });
  };
  const results = await Promise.allSettled(Array.from({ length: 200 }, (_, i) => statement(i)));
  return results.flatMap((each) => (each.status === "rejected" ? [String(each.reason)] : []));
}

describe("behind pgbouncer in transaction mode", () => {
  test("statements without names find their server connection; with names they do not (control)", async ({
    expect,
  }) => {
    await using unnamed = openOwnPool(pgbouncer.url, UNNAMED);
    expect(await runNamed(unnamed)).toEqual([]);
    const servers = "select pid from pg_stat_activity where application_name = 'test'";
    const { length } = await queryDatabase(
      databaseUrl,
      `${servers} and datname = current_database()`,
    );
    expect(length).toBeGreaterThan(0);
    expect(length).toBeLessThanOrEqual(pgbouncer.serverConnections);
    await using named = openOwnPool(pgbouncer.url, { preparesStatements: true });
    const failures = await runNamed(named);
    // Since 1.21 pgbouncer knows them, and DATABASE_PREPARED may stay on.
    if (pgbouncer.preparesStatements) return expect(failures).toEqual([]);
    expect(failures.length).toBeGreaterThan(0);
    expect(failures.join("\n")).toMatch(
      /prepared statement "number-\d" (already exists|does not exist)/,
    );
  });

  test("what a session would begin with is not sent; when it is, nobody gets in (control)", async ({
    expect,
  }) => {
    await using right = openOwnPool(pgbouncer.url, UNNAMED);
    expect((await right.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    await using wrong = openOwnPool(pgbouncer.url, null);
    await expect(wrong.query("select 1")).rejects.toThrow("unsupported startup parameter");
  });

  test("Postgres ends a statement whose caller gave up; without the pooler's settings it goes on (control)", async ({
    expect,
  }) => {
    const isWorking = async (seconds: number): Promise<boolean> => {
      const text = `select 1 from pg_stat_activity where datname = current_database() and state = 'active'
        and query like 'select pg_sleep(${seconds}%'`;
      return (await queryDatabase(databaseUrl, text)).length > 0;
    };
    await using pool = openOwnPool(pgbouncer.url, UNNAMED);
    expect(await hasServerDeadlines(pool)).toBe(true);
    await expect(pool.query("select pg_sleep(61)")).rejects.toThrow(/timeout/);
    await vi.waitUntil(async () => !(await isWorking(61)), { timeout: 10_000 });

    await using bare = await startPgBouncer({ databaseUrl, setsDeadlines: false });
    await using endless = openOwnPool(bare.url, UNNAMED);
    expect(await hasServerDeadlines(endless)).toBe(false);
    await expect(endless.query("select pg_sleep(62)")).rejects.toThrow(/timeout/);
    expect(await isWorking(62)).toBe(true);
  });

  test("a patient statement has its time, and leaves the deadline as it was", async ({
    expect,
  }) => {
    await using pool = openOwnPool(pgbouncer.url, UNNAMED);
    const timeout = await transact(pool, async (client) => {
      await queryPatiently(client, { name: "sleep", text: "select pg_sleep(1.5)" });
      return (await client.query("show statement_timeout")).rows;
    });
    expect(timeout).toEqual([{ statement_timeout: "1200ms" }]);
    expect((await pool.query("show statement_timeout")).rows).toEqual(timeout);
  });
});
