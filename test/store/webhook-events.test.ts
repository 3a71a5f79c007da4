import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { createLog } from "../../src/log.ts";
import { startJobs } from "../../src/postgres/jobs.ts";
import { deleteOldEvents } from "../../src/postgres/webhook-events.ts";
import { createDatabase } from "../support/database.ts";
import { eventRow, insertEvent } from "../support/event-state.ts";

const DAY_MS = 86_400_000;

let databaseUrl: string;
let pool: pg.Pool;
beforeAll(async () => {
  databaseUrl = await createDatabase();
  pool = new pg.Pool({ connectionString: databaseUrl, max: 3 });
});
afterAll(() => pool.end());

test("the clean-up takes what ended more than 30 days ago, and nothing that waits or was sent again since", async ({
  expect,
}) => {
  const old = { agoMs: 31 * DAY_MS };
  const gone = await Promise.all(
    (["delivered", "dead", "dropped"] as const).map((state) =>
      insertEvent(pool, { ...old, state }),
    ),
  );
  const waiting = await insertEvent(pool, { ...old, state: "queued" });
  const again = await insertEvent(pool, { ...old, state: "delivered" });
  await pool.query("update webhook_events set settled_at = now() where id = $1", [again]);
  const younger = await insertEvent(pool, { agoMs: 29 * DAY_MS, state: "delivered" });
  expect(await deleteOldEvents(pool, 30)).toBe(3);
  for (const id of gone) expect(await eventRow(pool, id)).toBeUndefined();
  for (const id of [waiting, again, younger]) expect(await eventRow(pool, id)).toBeDefined();
});

describe("of two runners on one queue, each with tasks and a lease of its own", () => {
  test("none takes the other's jobs back, and the one with the short lease takes its own (control)", async ({
    expect,
  }) => {
    const LEASE_MS = 600;
    const ran: string[] = [];
    const held = Promise.withResolvers<void>();
    const runner = (task: string, leaseMs: number): ReturnType<typeof startJobs> =>
      startJobs({
        databaseUrl,
        log: createLog("silent"),
        concurrency: 2,
        tasks: {
          [task]: {
            leaseMs,
            async run() {
              ran.push(task);
              await held.promise;
            },
          },
        },
        schedule: {},
      });
    const runners = await Promise.all([runner("short", LEASE_MS), runner("long", 60_000)]);
    for (const task of ["short", "long"])
      await pool.query("select graphile_worker.add_job($1)", [task]);
    await vi.waitUntil(
      () => ran.filter((task) => task === "short").length === 2 && ran.includes("long"),
      { timeout: 25_000 },
    );
    await delay(LEASE_MS);
    expect(ran.filter((task) => task === "long")).toHaveLength(1);
    held.resolve();
    await Promise.all(runners.map((each) => each.stop()));
  });
});
