import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, test } from "vitest";
import { newPerson, register } from "../support/client.ts";
import { createDatabase, queryDatabase } from "../support/database.ts";
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
import { type Call, openReceiver } from "../support/webhook-receiver.ts";
import { newWebhookSecret } from "../support/webhooks.ts";

/** Where a kill -9 meets a registration and its event, and how often that is then posted. */
const POINTS = [
  ["when it is committed, before the 202", "after write-registration", 1],
  ["when its job is claimed", "before find-queued-event", 1],
  ["before the event is posted", "before event", 1],
  ["while it is posted", "during event", 2],
  ["when the receiver has it", "after event", 2],
  ["before that is noted", "before settle-event", 2],
] as const;

let mock: MailMock;
beforeAll(async () => {
  mock = await startMailMock();
});
afterAll(() => mock[Symbol.asyncDispose]());

type EventRow = { id: string; state: string; attempts: number; body: string };

const eventsIn = (databaseUrl: string): Promise<EventRow[]> =>
  queryDatabase(
    databaseUrl,
    "select id, state, attempts, payload::text as body from webhook_events",
  );

/** One registration whose service is killed and started again; what came of its event. */
async function killAndRestart(
  runtime: Runtime,
  failpoint: string,
): Promise<{ events: EventRow[]; calls: Call[]; email: string }> {
  await using receiver = await openReceiver(204);
  const secret = newWebhookSecret();
  const environment = {
    DATABASE_URL: await createDatabase(),
    EMAIL_API_URL: mock.url,
    SECRET_KEY: `the same secret before and after the kill: ${failpoint}`,
    LIMITS: "off",
    LOG_LEVEL: "debug",
    WEBHOOK_URL: receiver.url,
    WEBHOOK_SECRETS: secret,
    // Long enough that no answer comes too late, after which it would be posted once more.
    WEBHOOK_TIMEOUT_MS: "5000",
  };
  const person = newPerson();
  const first = await startFailingService(runtime, failpoint, environment);
  await register(clientOf(first), person).catch(() => undefined);
  if ((await first.exited) !== "SIGKILL") throw new Error(`it was not killed ${failpoint}`);
  await using second = await startServiceProcess(runtime, environment);
  await second.line(/"msg":"event delivered"/);
  // The line is written before the event is settled.
  await second[Symbol.asyncDispose]();
  for (const { headers, body } of receiver.calls)
    new Webhook(secret).verify(body, headers as Record<string, string>);
  return {
    events: await eventsIn(environment.DATABASE_URL),
    calls: receiver.calls,
    email: person.email,
  };
}

describe.concurrent.each(RUNTIMES)("%s, killed -9", (runtime) => {
  test.for(POINTS)(
    "%s: no registration without its event, under one id and with the same bytes",
    LOST_JOB_TIMEOUT,
    async ([, failpoint, posts], { expect }) => {
      const { events, calls, email } = await killAndRestart(runtime, failpoint);
      expect(events).toHaveLength(1);
      const [event] = events;
      expect(JSON.parse(event?.body ?? "")).toMatchObject({
        type: "user.registered",
        data: { email, status: "pending" },
      });
      expect(calls.length).toBeLessThanOrEqual(posts);
      expect(calls.length).toBeGreaterThan(0);
      for (const call of calls) {
        expect(call.headers["webhook-id"]).toBe(event?.id);
        expect(call.body).toBe(event?.body);
      }
      // Counted before it is made, so that none is missed.
      expect(event?.attempts).toBeGreaterThanOrEqual(calls.length);
    },
  );
});
