import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, test } from "vitest";
import { Pool } from "pg";
import { createLog } from "../../src/log.ts";
import { migrateJobs } from "../../src/postgres/jobs.ts";
import { requeueStranded } from "../../src/postgres/stranded-messages.ts";
import { createDatabase } from "../support/database.ts";

let pool: Pool;
beforeAll(async () => {
  pool = new Pool({ connectionString: await createDatabase() });
  await migrateJobs(pool, createLog("silent"));
});
afterAll(() => pool.end());

async function insertMessage(message: { minutes: number; state?: string }): Promise<string> {
  const id = randomUUID();
  await pool.query(
    `insert into mail_messages (id, kind, code_sequence, locale, recipient, state, queued_at)
      values ($1, 'account_deleted', 0, 'en', 'somebody@example.com', $2, now() - make_interval(mins => $3))`,
    [id, message.state ?? "queued", message.minutes],
  );
  return id;
}

const jobsOf = async (id: string): Promise<unknown[]> =>
  (
    await pool.query(
      "select task_identifier as task, priority from graphile_worker.jobs where key = $1",
      [id],
    )
  ).rows;

test("a message that waits without a job gets one, and no other message does", async ({
  expect,
}) => {
  const stranded = await insertMessage({ minutes: 11 });
  const young = await insertMessage({ minutes: 9 });
  const undeliverable = await insertMessage({ minutes: 11, state: "undeliverable" });
  const working = await insertMessage({ minutes: 11 });
  await pool.query("select graphile_worker.add_job('send_mail', job_key => $1, priority => 3)", [
    working,
  ]);
  expect(await requeueStranded(pool, { minutes: 10, limit: 10 })).toBe(1);
  expect(await jobsOf(stranded)).toEqual([{ task: "send_mail", priority: 10 }]);
  expect(await jobsOf(working)).toEqual([{ task: "send_mail", priority: 3 }]);
  for (const id of [young, undeliverable]) expect(await jobsOf(id)).toEqual([]);
  expect(await requeueStranded(pool, { minutes: 10, limit: 10 })).toBe(0);
});
