import { randomUUID } from "node:crypto";
import { HttpResponse } from "msw";
import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { UnavailableError } from "../../src/domain/failure.ts";
import { sendMessage } from "../../src/features/mail/send-message.ts";
import { releaseAbandonedJobs } from "../../src/postgres/abandoned-jobs.ts";
import { activate, newPerson, register, registerNew } from "../support/client.ts";
import { type EmailApi, codeIn } from "../support/email-api.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
let email: EmailApi;
beforeAll(async () => {
  service = await startService({ EMAIL_TIMEOUT_MS: "3000" });
  email = service.email;
});
afterAll(() => service[Symbol.asyncDispose]());

const attemptsTo = (address: string): number =>
  email.attempts.filter(({ to }) => to === address).length;

/** Answers the first mail to an address otherwise, and accepts the rest. */
function failFirst(answer: () => Response | Promise<Response>): void {
  const seen = new Set<string>();
  email.answerWith(({ to }) => (seen.has(to) ? undefined : (seen.add(to), answer())));
}

describe("a mail is sent again with the same code and key", () => {
  const failures: Record<string, () => Response | Promise<Response>> = {
    "after a 500": () => new HttpResponse(null, { status: 500 }),
    "after a 429": () => new HttpResponse(null, { status: 429, headers: { "retry-after": "1" } }),
    "after a 401, which an operator can mend": () => new HttpResponse(null, { status: 401 }),
    "after a broken connection": () => HttpResponse.error(),
    "when no answer comes in time": () => new Promise<Response>(() => {}),
  };
  test.each(Object.entries(failures))("%s", async (_, answer) => {
    failFirst(answer);
    const { expect } = await import("vitest");
    const { person, code } = await registerNew(service);
    expect(attemptsTo(person.email)).toBe(2);
    const sent = email.attempts.filter(({ to }) => to === person.email);
    expect(new Set(sent.map(codeIn))).toEqual(new Set([code]));
    expect(new Set(sent.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
    expect((await activate(service, person, code)).status).toBe(200);
  });
});

test("a mail that the provider refuses for good is not sent again", async ({ expect }) => {
  failFirst(() => new HttpResponse(null, { status: 400 }));
  const person = newPerson();
  await register(service, person);
  const { pool } = service.resources;
  const state = async (): Promise<unknown> =>
    (
      await pool.query(
        "select m.state, m.attempts from mail_messages m join users u on u.row_id = m.user_row_id where u.email = $1",
        [person.email],
      )
    ).rows[0];
  await expect.poll(state).toEqual({ state: "undeliverable", attempts: 1 });
  // The worker takes its job away a moment after the mail is settled.
  const jobs = "select 1 from graphile_worker.jobs where key is not null";
  await expect.poll(async () => (await pool.query(jobs)).rowCount).toBe(0);
  expect(attemptsTo(person.email)).toBe(1);
});

/** Somebody new whose mail was sent and settled; the id of that message. */
async function registerSettled(): Promise<{ address: string; messageId: string }> {
  email.answerWith(null);
  const { person } = await registerNew(service);
  const settled = async (): Promise<string | undefined> =>
    (
      await service.resources.pool.query<{ id: string }>(
        `select m.id from mail_messages m join users u on u.row_id = m.user_row_id
         where u.email = $1 and m.state = 'sent'`,
        [person.email],
      )
    ).rows[0]?.id;
  await vi.waitUntil(settled, { timeout: 10_000 });
  return { address: person.email, messageId: (await settled()) ?? "" };
}

test("a job that runs twice sends one mail", async ({ expect }) => {
  const { address, messageId } = await registerSettled();
  const { pool } = service.resources;
  await sendMessage(service.resources, messageId);
  expect(attemptsTo(address)).toBe(1);
  await pool.query("update mail_messages set state = 'queued' where id = $1", [messageId]);
  await sendMessage(service.resources, messageId);
  expect(attemptsTo(address)).toBe(2);
  expect(email.accepted.filter(({ to }) => to === address)).toHaveLength(1);
});

test("a code mail older than ten minutes is given up, and why nobody took it is kept", async ({
  expect,
}) => {
  const { address, messageId } = await registerSettled();
  const { pool } = service.resources;
  await pool.query(
    `update mail_messages set state = 'queued', queued_at = now() - interval '11 min', last_error = 'answered 503'
     where id = $1`,
    [messageId],
  );
  await sendMessage(service.resources, messageId);
  expect(attemptsTo(address)).toBe(1);
  const after = await pool.query("select state, last_error from mail_messages where id = $1", [
    messageId,
  ]);
  expect(after.rows).toEqual([{ state: "expired", last_error: "answered 503" }]);
});

test("while Redis is away a mail waits a moment, and is not lost", async ({ expect }) => {
  const { address, messageId } = await registerSettled();
  const { pool, codes } = service.resources;
  await pool.query("update mail_messages set state = 'queued' where id = $1", [messageId]);
  const away = (): Promise<never> => Promise.reject(new UnavailableError("unavailable", 2));
  await sendMessage({ ...service.resources, codes: { ...codes, retire: away } }, messageId);
  const { rows } = await pool.query(
    `select m.state, m.attempts, m.last_error, j.run_at - now() between '-1 s' and '3 s' as soon
     from mail_messages m join graphile_worker.jobs j on j.key = m.id::text where m.id = $1`,
    [messageId],
  );
  expect(rows).toEqual([{ state: "queued", attempts: 1, last_error: "Redis is away", soon: true }]);
  await vi.waitUntil(() => attemptsTo(address) === 2, { timeout: 10_000 });
});

test("a job held by a worker that is gone is given back, a fresh one is not", async ({
  expect,
}) => {
  const { pool } = service.resources;
  const key = randomUUID();
  await pool.query(
    "select graphile_worker.add_job('nobody', '{}', run_at => now() + interval '1 h', job_key => $1)",
    [key],
  );
  const hold = (age: string): Promise<unknown> =>
    pool.query(
      `update graphile_worker._private_jobs set locked_by = 'gone', locked_at = now() - $2::interval where key = $1`,
      [key, age],
    );
  const isHeld = async (): Promise<unknown> =>
    (await pool.query("select locked_by from graphile_worker.jobs where key = $1", [key])).rows[0];
  await hold("5 s");
  await releaseAbandonedJobs(pool, { nobody: 10_000 });
  expect(await isHeld()).toEqual({ locked_by: "gone" });
  await hold("11 s");
  // Other tasks may take longer, or not as long.
  await releaseAbandonedJobs(pool, { somebody: 10_000 });
  expect(await isHeld()).toEqual({ locked_by: "gone" });
  await releaseAbandonedJobs(pool, { nobody: 10_000, somebody: 10_000 });
  expect(await isHeld()).toEqual({ locked_by: null });
});
