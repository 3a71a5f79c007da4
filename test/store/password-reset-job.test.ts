import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, inject, test } from "vitest";
import { cleanUp } from "../../src/features/maintenance/clean-up.ts";
import { prepareReset } from "../../src/features/password-reset/prepare-reset.ts";
import { requestReset } from "../../src/features/password-reset/request-reset.ts";
import { migrateJobs } from "../../src/postgres/jobs.ts";
import { createDatabase } from "../support/database.ts";
import { type Instance, openInstance } from "../support/instance.ts";

let instance: Instance;
let pool: Instance["pool"];
beforeAll(async () => {
  instance = await openInstance({
    DATABASE_URL: await createDatabase(),
    REDIS_URL: inject("redisUrl"),
    SECRET_KEY: randomUUID() + randomUUID(),
  });
  ({ pool } = instance);
  await migrateJobs(pool, instance.log);
});
afterAll(() => instance[Symbol.asyncDispose]());

const ORIGIN = { ip: "198.51.100.7", requestId: "r1" };

/** An active account whose owner asked for a reset, and no job that ran yet. */
async function askFor(): Promise<{ email: string; requestId: string }> {
  const email = `${randomUUID()}@example.com`;
  await pool.query(
    `insert into users (id, email, email_normalised, password_hash, status, activated_at)
     values (gen_random_uuid(), $1, $1, 'none', 'active', now())`,
    [email],
  );
  await requestReset(instance, { emailNormalised: email, locale: null, origin: ORIGIN });
  const { rows } = await pool.query(
    "select id from password_reset_requests where email_normalised = $1",
    [email],
  );
  return { email, requestId: rows[0].id };
}

/** How many there are of each thing that the job makes or removes. */
async function countOf(email: string): Promise<unknown> {
  const { rows } = await pool.query(
    `select
       (select count(*)::integer from password_reset_requests where email_normalised = $1) as requests,
       (select count(*)::integer from password_resets r where r.user_row_id = u.row_id) as tokens,
       (select count(*)::integer from mail_messages m where m.user_row_id = u.row_id) as mails,
       (select count(*)::integer from graphile_worker.jobs j join mail_messages m on j.key = m.id::text
         where m.user_row_id = u.row_id) as jobs,
       (select count(*)::integer from audit_entries a where a.account_id = u.id) as entries
     from users u where u.email = $1`,
    [email],
  );
  return rows[0];
}

const UNTOUCHED = { requests: 1, tokens: 0, mails: 0, jobs: 0, entries: 0 };
const DONE = { requests: 0, tokens: 1, mails: 1, jobs: 1, entries: 1 };

test("a request is written with its job, which names nobody", async ({ expect }) => {
  const { email, requestId } = await askFor();
  const { rows } = await pool.query(
    `select j.task_identifier, p.payload from graphile_worker.jobs j
     join graphile_worker._private_jobs p using (id) where p.payload ->> 'requestId' = $1`,
    [requestId],
  );
  expect(rows).toEqual([{ task_identifier: "prepare_password_reset", payload: { requestId } }]);
  expect(await countOf(email)).toEqual(UNTOUCHED);
});

test("the job that runs twice, or twenty times at once, makes one mail", async ({ expect }) => {
  const { email, requestId } = await askFor();
  await Promise.all(Array.from({ length: 20 }, () => prepareReset(instance, requestId)));
  expect(await countOf(email)).toEqual(DONE);
  await prepareReset(instance, requestId);
  expect(await countOf(email)).toEqual(DONE);
});

test("the job that dies before any of its statements leaves nothing, and can run again", async ({
  expect,
}) => {
  const STATEMENTS = [
    "take-reset-request",
    "find-account-by-email",
    "insert-password-reset",
    "queue-message",
    "insert-audit-entry",
    "commit",
  ];
  for (const fatal of STATEMENTS) {
    const { email, requestId } = await askFor();
    const client = await pool.connect();
    const dying = {
      query: async (statement: string | { name: string; text: string }): Promise<unknown> => {
        const name = typeof statement === "string" ? statement : statement.name;
        if (name === fatal) throw new Error("the process is gone");
        return client.query(statement);
      },
      release: client.release.bind(client),
    };
    const mailPool = { connect: async () => dying } as unknown as typeof pool;
    await expect(prepareReset({ ...instance, mailPool }, requestId), fatal).rejects.toThrow("gone");
    expect(await countOf(email), fatal).toEqual(UNTOUCHED);
    await prepareReset(instance, requestId);
    expect(await countOf(email), fatal).toEqual(DONE);
  }
});

test("the clean-up takes requests that nobody came to, and tokens long expired; no others", async ({
  expect,
}) => {
  const [stale, fresh, expired, justExpired] = [
    await askFor(),
    await askFor(),
    await askFor(),
    await askFor(),
  ];
  for (const { requestId } of [expired, justExpired]) await prepareReset(instance, requestId);
  await pool.query(
    "update password_reset_requests set created_at = now() - interval '61 min' where id = $1",
    [stale.requestId],
  );
  const expire = (email: string, age: string): Promise<unknown> =>
    pool.query(
      `update password_resets set expires_at = now() - $2::interval
       where user_row_id = (select row_id from users where email = $1)`,
      [email, age],
    );
  await expire(expired.email, "25 h");
  await expire(justExpired.email, "23 h");
  await cleanUp(instance);
  expect(await countOf(stale.email)).toEqual({ ...UNTOUCHED, requests: 0 });
  expect(await countOf(fresh.email)).toEqual(UNTOUCHED);
  expect(await countOf(expired.email)).toEqual({ ...DONE, tokens: 0 });
  expect(await countOf(justExpired.email)).toEqual(DONE);
});
