import { afterAll, beforeAll, describe, test } from "vitest";
import { UnavailableError } from "../../src/domain/failure.ts";
import { createLog } from "../../src/log.ts";
import { type Pool, openPool, transact, attempt } from "../../src/postgres/pool.ts";
import { openCounters } from "../support/counters.ts";
import { openPatientPool } from "../support/patience.ts";

let databaseUrl: string;
let pool: Pool;
let valueOf: (name: string) => Promise<number | undefined>;

beforeAll(async () => {
  ({ databaseUrl, pool, valueOf } = await openCounters());
});
afterAll(() => pool.end());

describe("a transaction", () => {
  test("writes all or nothing", async ({ expect }) => {
    await expect(
      transact(pool, async (client) => {
        await client.query("insert into counters values ('nothing', 1)");
        throw new Error("the work failed");
      }),
    ).rejects.toThrow("the work failed");
    expect(await valueOf("nothing")).toBeUndefined();
    await transact(pool, (client) => client.query("insert into counters values ('all', 1)"));
    expect(await valueOf("all")).toBe(1);
  });

  test("that Postgres rolled back is never reported as committed", async ({ expect }) => {
    await pool.query("insert into counters values ('taken', 1)");
    await expect(
      transact(pool, async (client) => {
        await client.query("insert into counters values ('lost', 1)");
        await client.query("insert into counters values ('taken', 1)").catch(() => undefined);
      }),
    ).rejects.toThrow("the transaction was rolled back");
    expect(await valueOf("lost")).toBeUndefined();
  });

  test("is tried again as a whole after a deadlock", async ({ expect }) => {
    await pool.query("insert into counters values ('a', 0), ('b', 0)");
    const bothLocked = Promise.withResolvers<void>();
    let locked = 0;
    let attempts = 0;
    const raise = (first: string, second: string): Promise<void> =>
      transact(pool, async (client) => {
        attempts++;
        await client.query("set local deadlock_timeout = '50ms'");
        const add = "update counters set value = value + 1 where name = $1";
        await client.query(add, [first]);
        if (++locked === 2) bothLocked.resolve();
        await bothLocked.promise;
        await client.query(add, [second]);
      });
    await Promise.all([raise("a", "b"), raise("b", "a")]);
    expect(attempts).toBe(3);
    expect([await valueOf("a"), await valueOf("b")]).toEqual([2, 2]);
  });
});

describe("a lost connection", () => {
  test("in use ends the work as unavailable, and the process lives", async ({ expect }) => {
    await expect(
      transact(pool, async (client) => {
        const { rows } = await client.query("select pg_backend_pid() as pid");
        await pool.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
        await client.query("select 1");
      }),
    ).rejects.toBeInstanceOf(UnavailableError);
    expect((await attempt(() => pool.query("select 1 as one"))).rows).toEqual([{ one: 1 }]);
  });

  test("that is idle is replaced", async ({ expect }) => {
    const pidsOfAll = async (): Promise<unknown[]> => {
      const clients = await Promise.all([pool.connect(), pool.connect()]);
      const answers = await Promise.all(
        clients.map((client) => client.query("select pg_backend_pid() as pid")),
      );
      for (const client of clients) client.release();
      return answers.map(({ rows }) => rows[0]?.pid);
    };
    const admin = openPatientPool(databaseUrl, 1);
    for (let i = 0; i < 5; i++) {
      const before = await pidsOfAll();
      let left = before.length;
      const removed = new Promise<void>((resolve) => {
        pool.on("remove", () => --left === 0 && resolve());
      });
      const cut = await admin.query(
        "select pg_terminate_backend(pid, 5000) as cut from unnest($1::integer[]) as pid",
        [before],
      );
      expect(cut.rows).toEqual([{ cut: true }, { cut: true }]);
      await removed;
      pool.removeAllListeners("remove");
      expect((await pool.query("select 2 as two")).rows).toEqual([{ two: 2 }]);
      const after = await pidsOfAll();
      expect(after.filter((pid) => before.includes(pid))).toEqual([]);
    }
    await admin.end();
  });
});

test("a statement that waits for a lock ends as unavailable within its deadline", async ({
  expect,
}) => {
  await pool.query("insert into counters values ('locked', 1)");
  await transact(pool, async (client) => {
    await client.query("select * from counters where name = 'locked' for update");
    const options = { databaseUrl, connectionsMax: 1, applicationName: "test" };
    const usual = openPool(options, createLog("silent"));
    await expect(
      attempt(() => usual.query("update counters set value = 2 where name = 'locked'")),
    ).rejects.toMatchObject({ failure: { code: "unavailable" } });
    await usual.end();
  });
  await pool.query("update counters set value = 3 where name = 'locked'");
  expect(await valueOf("locked")).toBe(3);
});

test("a fault of our own is no excuse of Postgres: it is thrown as it is", async ({ expect }) => {
  await expect(attempt(() => pool.query("select * from nowhere"))).rejects.not.toBeInstanceOf(
    UnavailableError,
  );
});
