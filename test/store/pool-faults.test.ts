import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Pool as BarePool } from "pg";
import { afterAll, beforeAll, describe, test } from "vitest";
import { UnavailableError } from "../../src/domain/failure.ts";
import { createLog } from "../../src/log.ts";
import { type Pool, attempt, openPool, transact } from "../../src/postgres/pool.ts";
import { openCounters } from "../support/counters.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

let databaseUrl: string;
let pool: Pool;
let valueOf: (name: string) => Promise<number | undefined>;

beforeAll(async () => {
  ({ databaseUrl, pool, valueOf } = await openCounters());
});
afterAll(() => pool.end());

describe.each(["node", "bun"])("connections that Postgres cuts, in a process of %s", (runtime) => {
  const hold = async (
    kind: string,
  ): Promise<{ child: ChildProcess; exited: Promise<unknown[]>; pids: number[] }> => {
    const file = "test/support/idle-pool.ts";
    const child = spawn(`${ROOT}node_modules/.bin/${runtime}`, [file, kind, databaseUrl], {
      cwd: ROOT,
      stdio: ["pipe", "pipe", "ignore"],
    });
    const exited = once(child, "exit");
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    return { child, exited, pids: JSON.parse(line.toString()) as number[] };
  };
  const cut = async (pids: number[]): Promise<void> => {
    for (const pid of pids) await pool.query("select pg_terminate_backend($1, 5000)", [pid]);
  };

  test("do not end it, idle or within a transaction", async ({ expect }) => {
    const { child, exited, pids } = await hold("ours");
    await cut(pids);
    const left = await pool.query("select 1 from pg_stat_activity where pid = any($1)", [pids]);
    expect(left.rowCount).toBe(0);
    child.stdin?.write("you may go\n");
    expect((await exited)[0]).toBe(0);
  });

  test.each([0, 1])("end one whose pool has no listeners: connection %i (control)", async (nth) => {
    const { expect } = await import("vitest");
    const { exited, pids } = await hold("bare");
    await cut(pids.slice(nth, nth + 1));
    expect((await exited)[0]).not.toBe(0);
  });
});

describe("a transaction that is given up at its deadline", () => {
  // The deadline of the driver alone, as with a server that is frozen.
  const impatientUrl = (): string => {
    const url = new URL(databaseUrl);
    url.searchParams.set("query_timeout", "200");
    url.searchParams.set("statement_timeout", "10000");
    return url.href;
  };

  test("leaves nothing, and a write of whoever has the next connection is there", async ({
    expect,
  }) => {
    const options = { databaseUrl: impatientUrl(), connectionsMax: 1, applicationName: "test" };
    const own = openPool(options, createLog("silent"));
    await expect(
      transact(own, async (client) => {
        await client.query("insert into counters values ('given up', 1)");
        await client.query("select pg_sleep(1)");
      }),
    ).rejects.toBeInstanceOf(UnavailableError);
    await attempt(() => own.query("insert into counters values ('next', 1)"));
    expect(await valueOf("next")).toBe(1);
    await own.end();
    expect([await valueOf("next"), await valueOf("given up")]).toEqual([1, undefined]);
  });

  test("takes that write with it when its connection is given back (control)", async ({
    expect,
  }) => {
    const own = new BarePool({ connectionString: impatientUrl(), max: 1 });
    const client = await own.connect();
    await client.query("begin");
    await expect(client.query("select pg_sleep(0.5)")).rejects.toThrow("timeout");
    client.release();
    // The driver waits for what it gave up, and then reports a success.
    const { rowCount } = await attempt(async () => {
      await pool.query("select pg_sleep(0.6)");
      return own.query("insert into counters values ('lost', 1)");
    });
    expect(rowCount).toBe(1);
    await own.end();
    expect(await valueOf("lost")).toBeUndefined();
  });
});

describe("fifty writers who read before they write", () => {
  const addOne = (name: string, isolation: string): Promise<void> =>
    transact(pool, async (client) => {
      await client.query(`set transaction isolation level ${isolation}`);
      const { rows } = await client.query("select value from counters where name = $1", [name]);
      await client.query("update counters set value = $2 where name = $1", [
        name,
        rows[0]?.value + 1,
      ]);
    });
  const crowd = async (name: string, isolation: string): Promise<PromiseSettledResult<void>[]> => {
    await pool.query("insert into counters values ($1, 0)", [name]);
    return Promise.allSettled(Array.from({ length: 50 }, () => addOne(name, isolation)));
  };

  test("at repeatable read lose no update; what failed three times in a row is unavailable", async ({
    expect,
  }) => {
    const results = await crowd("careful", "repeatable read");
    const failed = results.filter((result) => result.status === "rejected");
    for (const { reason } of failed) expect(reason).toBeInstanceOf(UnavailableError);
    expect(await valueOf("careful")).toBe(50 - failed.length);
    expect(failed.length).toBeLessThan(50);
  });

  test("at read committed lose some (control)", async ({ expect }) => {
    const results = await crowd("careless", "read committed");
    expect(results.filter((result) => result.status === "rejected")).toEqual([]);
    expect(await valueOf("careless")).toBeLessThan(50);
  });

  test("a third failure in a row is the last", async ({ expect }) => {
    let attempts = 0;
    const work = transact(pool, async (client) => {
      attempts++;
      await client.query(
        "do $$ begin raise exception 'no luck' using errcode = 'serialization_failure'; end $$",
      );
    });
    await expect(work).rejects.toBeInstanceOf(UnavailableError);
    expect(attempts).toBe(3);
  });
});

describe("five hundred callers of a pool of ten", () => {
  test("are refused in time while a table is locked, never have more connections, and leave none waiting", async ({
    expect,
  }) => {
    const applicationName = "test-of-ten";
    const ten = openPool({ databaseUrl, connectionsMax: 10, applicationName }, createLog("silent"));
    await pool.query("insert into counters values ('crowded', 0)");
    const call = (): Promise<unknown> =>
      attempt(() => ten.query("update counters set value = value + 1 where name = 'crowded'"));
    const crowd = (): Promise<PromiseSettledResult<unknown>[]> =>
      Promise.allSettled(Array.from({ length: 500 }, call));
    await transact(pool, async (client) => {
      await client.query("lock table counters in access exclusive mode");
      const calledAt = performance.now();
      const calls = crowd();
      const { rows } = await client.query(
        "select count(*)::integer as count from pg_stat_activity where application_name = $1",
        [applicationName],
      );
      const results = await calls;
      // Twice what is promised, for a crowded machine; without a deadline they wait for the lock.
      expect(performance.now() - calledAt).toBeLessThan(5000);
      for (const result of results)
        expect(result).toMatchObject({ reason: expect.any(UnavailableError) });
      expect([rows[0]?.count <= 10, ten.totalCount <= 10, ten.waitingCount]).toEqual([
        true,
        true,
        0,
      ]);
    });
    expect(await valueOf("crowded")).toBe(0);
    // All are served when nothing is locked (control).
    ten.options.connectionTimeoutMillis = 20_000;
    const served = await crowd();
    expect(served.filter(({ status }) => status === "rejected")).toEqual([]);
    expect(await valueOf("crowded")).toBe(500);
    await ten.end();
  });
});
