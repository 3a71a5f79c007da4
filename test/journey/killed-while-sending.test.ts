import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { activate, newPerson, register } from "../support/client.ts";
import { createDatabase, queryDatabase } from "../support/database.ts";
import { codeIn } from "../support/email-api.ts";
import { inbox } from "../support/mail-mock.ts";
import {
  LOST_JOB_TIMEOUT,
  type MailMock,
  type Runtime,
  RUNTIMES,
  clientOf,
  startFailingService,
  startMailMock,
  startServiceProcess,
} from "../support/processes.ts";

/** Threats, row 41: where a kill -9 meets a registration and its mail. */
const POINTS = [
  ["while the registration is written", "during write-registration"],
  ["when it is committed, before the 202", "after write-registration"],
  ["when its job is claimed", "before find-queued-message"],
  ["before the mail is sent", "before mail"],
  ["when the provider has accepted it", "after mail"],
  ["before that is noted", "before settle-message"],
] as const;

let mock: MailMock;
beforeAll(async () => {
  mock = await startMailMock();
});
afterAll(() => mock[Symbol.asyncDispose]());

async function messageIds(databaseUrl: string): Promise<string[]> {
  const rows = await queryDatabase<{ id: string }>(databaseUrl, "select id from mail_messages");
  return rows.map(({ id }) => id);
}

async function isLeft(databaseUrl: string): Promise<boolean> {
  const others = `select from pg_stat_activity where datname = current_database()
    and pid <> pg_backend_pid() and backend_type = 'client backend'`;
  return (await queryDatabase(databaseUrl, others)).length === 0;
}

type Aftermath = { messages: string[]; accepted: (string | null)[]; activation: number };

/** One registration whose service is killed and started again; what came of it. */
async function killAndRestart(
  runtime: Runtime,
  failpoint: string,
  given: Record<string, string> = {},
): Promise<Aftermath> {
  const environment = {
    DATABASE_URL: await createDatabase(),
    EMAIL_API_URL: mock.url,
    EMAIL_TIMEOUT_MS: "1000",
    SECRET_KEY: `the same secret before and after the kill: ${failpoint}`,
    LIMITS: "off",
    ...given,
  };
  const person = newPerson();
  const first = await startFailingService(runtime, failpoint, environment);
  await register(clientOf(first), person).catch(() => undefined);
  if ((await first.exited) !== "SIGKILL") throw new Error(`it was not killed ${failpoint}`);
  // What had left it is written now, or never.
  await vi.waitUntil(() => isLeft(environment.DATABASE_URL), { timeout: 20_000 });

  await using second = await startServiceProcess(runtime, environment);
  const written = await messageIds(environment.DATABASE_URL);
  // Only while nobody knew yet: somebody who got no answer tries again.
  if (written.length === 0 && failpoint.startsWith("during"))
    await register(clientOf(second), person);
  const code = codeIn(await mock.mailTo(person.email));
  await second.line(/"msg":"mail accepted"/);
  const { status } = await activate(clientOf(second), person, code);
  const mails = await inbox(mock.url, `?to=${person.email}`);
  return {
    messages: await messageIds(environment.DATABASE_URL),
    accepted: mails.map((mail) => mail.idempotency_key),
    activation: status,
  };
}

describe.concurrent.each(RUNTIMES)("%s, killed -9", (runtime) => {
  test.for(POINTS)(
    "%s: no registration without its mail, and one mail",
    LOST_JOB_TIMEOUT,
    async ([, failpoint], { expect }) => {
      const { messages, accepted, activation } = await killAndRestart(runtime, failpoint);
      expect(messages).toHaveLength(1);
      expect(accepted).toEqual(messages);
      expect(activation).toBe(200);
    },
  );

  test(
    "a provider that is not told which mail it is accepts two (control)",
    LOST_JOB_TIMEOUT,
    async ({ expect }) => {
      const { accepted } = await killAndRestart(runtime, "after mail", {
        EMAIL_API_HEADERS: '{"Authorization":"Bearer {{key}}"}',
        // Long enough that no answer comes too late, after which there would be a third.
        EMAIL_TIMEOUT_MS: "5000",
      });
      expect(accepted).toEqual([null, null]);
    },
  );
});
