import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, test, vi } from "vitest";
import { Pool } from "pg";
import { createLog } from "../../src/log.ts";
import { releaseAbandonedJobs } from "../../src/postgres/abandoned-jobs.ts";
import { migrateJobs, startJobs } from "../../src/postgres/jobs.ts";
import { createDatabase } from "../support/database.ts";

const LEASE_MS = 60_000;

let databaseUrl: string;
let pool: Pool;
beforeAll(async () => {
  databaseUrl = await createDatabase();
  pool = new Pool({ connectionString: databaseUrl });
  pool.on("error", () => {});
  await migrateJobs(pool, createLog("silent"));
});
afterAll(() => pool.end());

test(
  "jobs go on after some that ended while Postgres took no statement",
  { timeout: 90_000 },
  async ({ expect }) => {
    const held = Promise.withResolvers<void>();
    const ran: string[] = [];
    const jobs = await startJobs({
      databaseUrl,
      log: createLog("silent"),
      concurrency: 5,
      tasks: {
        held: {
          leaseMs: LEASE_MS,
          async run() {
            ran.push("held");
            await held.promise;
          },
        },
        later: { leaseMs: LEASE_MS, run: async () => void ran.push("later") },
      },
      schedule: {},
    });
    for (let i = 0; i < 3; i++) await pool.query("select graphile_worker.add_job('held')");
    await vi.waitUntil(() => ran.length === 3, { timeout: 20_000 });

    const locker = await pool.connect();
    await locker.query("begin; lock table graphile_worker._private_jobs in access exclusive mode");
    held.resolve();
    // One of them waits for it, until its deadline.
    const waiting = async (): Promise<boolean> => {
      // Not by the connection that locks: in a transaction it sees the activity of its first look for good.
      const { rows } = await pool.query<{ pid: number }>(
        `select pid from pg_stat_activity where wait_event_type = 'Lock' and query like 'delete%\\_private\\_jobs%'
        and datname = current_database()`,
      );
      return rows.length > 0;
    };
    await vi.waitUntil(waiting, { timeout: 20_000 });
    await vi.waitUntil(async () => !(await waiting()), { timeout: 20_000 });
    await locker.query("rollback");
    locker.release();

    await pool.query("select graphile_worker.add_job('later')");
    await vi.waitUntil(() => ran.includes("later"), { timeout: 30_000 });
    await vi.waitUntil(
      async () => (await pool.query("select from graphile_worker.jobs")).rowCount === 0,
      { timeout: 60_000 },
    );
    expect(ran.filter((task) => task === "held")).toHaveLength(3);
    await jobs.stop();
  },
);

test("of the jobs that one runner holds, only those over their lease are taken back", async ({
  expect,
}) => {
  const task = `task-${randomUUID()}`;
  const hold = async (age: string): Promise<string> => {
    const key = randomUUID();
    await pool.query("select graphile_worker.add_job($1, job_key => $2)", [task, key]);
    await pool.query(
      "update graphile_worker._private_jobs set locked_by = 'frozen', locked_at = now() - $2::interval where key = $1",
      [key, age],
    );
    return key;
  };
  const [stale, fresh] = [await hold("61 s"), await hold("59 s")];
  expect(await releaseAbandonedJobs(pool, { [task]: LEASE_MS })).toBe(1);
  const { rows } = await pool.query(
    "select key, locked_by from graphile_worker.jobs where key = any($1) order by locked_by nulls first",
    [[stale, fresh]],
  );
  expect(rows).toEqual([
    { key: stale, locked_by: null },
    { key: fresh, locked_by: "frozen" },
  ]);
});
