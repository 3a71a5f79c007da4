import { describe, test, vi } from "vitest";
import { Webhook } from "standardwebhooks";
import type { ServerResponse } from "node:http";
import { deliverEvent } from "../../src/features/webhooks/deliver-event.ts";
import { requeueDeadLetters } from "../../src/postgres/dead-letters.ts";
import { insertMail } from "../support/mail-state.ts";
import { type EventRow, type Telling, startTelling } from "../support/telling.ts";
import { type ReceiverAnswer, openReceiver } from "../support/webhook-receiver.ts";

const settled = async ({ row }: Telling, id: string): Promise<string> => {
  await vi.waitUntil(async () => (await row(id)).state !== "queued", { timeout: 20_000 });
  return (await row(id)).state;
};
/** Its job runs now, however long it would wait. */
const hurry = ({ instance }: Telling): Promise<unknown> =>
  instance.pool.query(
    "select graphile_worker.reschedule_jobs(array(select id from graphile_worker.jobs), run_at => now())",
  );
const attempted = ({ row }: Telling, id: string, attempts: number): Promise<EventRow> =>
  vi.waitUntil(
    async () => {
      const now = await row(id);
      return now.attempts === attempts && now.waitMs !== null && now.lastError !== null && now;
    },
    { timeout: 20_000 },
  );

const withRetryAfter =
  (status: number, value: () => string): ReceiverAnswer =>
  (response) =>
    response.writeHead(status, { "retry-after": value() }).end();
const halfABody: ReceiverAnswer = (response) => {
  response.writeHead(200, { "content-length": "100" });
  response.write("half", () => response.destroy());
};
const never: ReceiverAnswer = () => {};
const stalled: ReceiverAnswer = (response) => {
  response.writeHead(200, { "content-length": "100" }).write("half");
};

test("any 2xx is a success: an event is delivered once", async ({ expect }) => {
  await using telling = await startTelling([299]);
  const id = await telling.tell();
  expect(await settled(telling, id)).toBe("delivered");
  const { instance } = telling;
  if (!instance.endpoint) throw new Error("there is no endpoint");
  await deliverEvent({ ...instance, endpoint: instance.endpoint }, id);
  expect(telling.receiver.calls).toHaveLength(1);
  // The worker takes its job away a moment after the event is settled.
  await expect
    .poll(() => telling.row(id))
    .toEqual({ state: "delivered", attempts: 1, lastError: null, waitMs: null });
});

describe.concurrent("an event is sent again, with the same id and bytes and a signature of its own", () => {
  test.for<[string, ReceiverAnswer, string]>([
    ["a 500", 500, "answered 500"],
    ["a 401, which an operator can mend", 401, "answered 401"],
    ["a redirect, which is not followed", withRetryAfter(302, () => "0"), "answered 302"],
    ["half a body", halfABody, "no answer: "],
    ["no answer in time", never, "no answer in time"],
    ["headers without a body in time", stalled, "no answer in time"],
  ])("after %s", async ([, answer, error], { expect }) => {
    await using telling = await startTelling([answer, 204], { WEBHOOK_TIMEOUT_MS: "4000" });
    const id = await telling.tell();
    const { lastError, waitMs } = await attempted(telling, id, 1);
    expect(lastError).toContain(error);
    expect(waitMs).toBeGreaterThan(0);
    // Another second, another timestamp.
    await new Promise((resolve) => setTimeout(resolve, 1000 - (Date.now() % 1000)));
    await hurry(telling);
    expect(await settled(telling, id)).toBe("delivered");
    const [first, second] = telling.receiver.calls;
    expect(second?.body).toBe(first?.body);
    for (const call of telling.receiver.calls) {
      expect(call.headers["webhook-id"]).toBe(id);
      const headers = call.headers as Record<string, string>;
      expect(new Webhook(telling.secret).verify(call.body, headers)).toMatchObject({
        type: "user.deleted",
      });
    }
    expect(second?.headers["webhook-timestamp"]).not.toBe(first?.headers["webhook-timestamp"]);
    expect(second?.headers["webhook-signature"]).not.toBe(first?.headers["webhook-signature"]);
    expect((await telling.row(id)).attempts).toBe(2);
  });
});

test.concurrent.for<[string, ReceiverAnswer, number]>([
  ["429 in seconds", withRetryAfter(429, () => "2"), 2000],
  ["503 in seconds", withRetryAfter(503, () => "2"), 2000],
  // Whole seconds: the one that is named may be nearer by almost a second.
  ["429 as a date", withRetryAfter(429, () => new Date(Date.now() + 3000).toUTCString()), 2000],
])(
  "an endpoint that wants a pause by %s is asked for no event before it is over",
  async ([, answer, earliestMs], { expect }) => {
    await using telling = await startTelling([answer, 204]);
    const first = await telling.tell();
    await telling.receiver.nth(1);
    const second = await telling.tell();
    await hurry(telling);
    expect(await settled(telling, second)).toBe("delivered");
    await hurry(telling);
    expect(await settled(telling, first)).toBe("delivered");
    const [one, two] = telling.receiver.calls;
    // Timers may fire a few milliseconds early.
    expect((two?.atMs ?? 0) - (one?.atMs ?? 0)).toBeGreaterThanOrEqual(earliestMs - 20);
  },
);

test("a pause is an hour at most, and an event waits for it", async ({ expect }) => {
  await using telling = await startTelling([withRetryAfter(429, () => "999999")]);
  const id = await telling.tell();
  const { waitMs } = await attempted(telling, id, 1);
  expect(waitMs).toBeGreaterThan(3_500_000);
  expect(waitMs).toBeLessThanOrEqual(3_600_000);
  expect(telling.instance.endpoint?.standing()).toMatchObject({
    state: "paused",
    problem: "answered 429",
  });
});

test("410 Gone ends that event, and the next one is sent all the same", async ({ expect }) => {
  await using telling = await startTelling([410, 204]);
  const gone = await telling.tell();
  expect(await settled(telling, gone)).toBe("dead");
  expect((await telling.row(gone)).lastError).toBe("answered 410");
  expect(await settled(telling, await telling.tell())).toBe("delivered");
});

test("an event that nobody took in three days is dead, and says why; a day younger it is sent (control)", async ({
  expect,
}) => {
  await using telling = await startTelling([503, 204]);
  const { pool } = telling.instance;
  const old = await telling.tell();
  await attempted(telling, old, 1);
  const age = (id: string, days: number): Promise<unknown> =>
    pool.query(
      "update webhook_events set queued_at = now() - make_interval(days => $2, secs => 1) where id = $1",
      [id, days],
    );
  await age(old, 3);
  await hurry(telling);
  expect(await settled(telling, old)).toBe("dead");
  expect((await telling.row(old)).lastError).toBe("answered 503");
  expect(telling.receiver.calls).toHaveLength(1);
  await using other = await startTelling([503, 204]);
  const younger = await other.tell();
  await attempted(other, younger, 1);
  await other.instance.pool.query("update webhook_events set queued_at = now() - interval '2 d'");
  await hurry(other);
  expect(await settled(other, younger)).toBe("delivered");
});

test("a dead endpoint is tried by one event at a time, and those that wait go when it is back", async ({
  expect,
}) => {
  let isBack = false;
  const answer: ReceiverAnswer = (response) => response.writeHead(isBack ? 204 : 500).end();
  await using telling = await startTelling([answer]);
  const ids = await Promise.all(Array.from({ length: 40 }, () => telling.tell()));
  await telling.receiver.nth(7);
  expect(telling.instance.endpoint?.standing().state).toBe("open");
  const attempts = await Promise.all(ids.map(async (id) => (await telling.row(id)).attempts));
  const sum = attempts.reduce((a, b) => a + b, 0);
  // Four at once before it opened, and then the tries.
  expect(sum).toBeLessThanOrEqual(10);
  isBack = true;
  await vi.waitUntil(
    async () => {
      await hurry(telling);
      return (await Promise.all(ids.map(telling.row))).every(({ state }) => state === "delivered");
    },
    { timeout: 25_000, interval: 250 },
  );
  expect(telling.instance.endpoint?.standing()).toMatchObject({ state: "closed", problem: null });
});

test("no mail waits for an endpoint that hangs", async ({ expect }) => {
  await using mail = await openReceiver(202);
  const held: ServerResponse[] = [];
  await using telling = await startTelling([(response) => void held.push(response)], {
    EMAIL_API_URL: mail.url,
    MAIL_CONCURRENCY: "1",
    WEBHOOK_TIMEOUT_MS: "60000",
  });
  const { pool } = telling.instance;
  await Promise.all(Array.from({ length: 10 }, () => telling.tell()));
  await telling.receiver.nth(4);
  const { messageId } = await insertMail(pool);
  await requeueDeadLetters(pool, [messageId]);
  await mail.nth(1);
  expect(telling.receiver.calls).toHaveLength(4);
  for (const response of held) response.end();
});
