import { randomUUID } from "node:crypto";
import { HttpResponse } from "msw";
import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { sendMessage } from "../../src/features/mail/send-message.ts";
import { requeueDeadLetters } from "../../src/postgres/dead-letters.ts";
import { findQueuedMessage, settleMessage } from "../../src/postgres/mail-messages.ts";
import { json } from "../support/answer.ts";
import { activate, newPerson, register } from "../support/client.ts";
import { codeIn } from "../support/email-api.ts";
import { insertMail, mailRow, messageOf } from "../support/mail-state.ts";
import { operator } from "../support/operator.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
let ops: ReturnType<typeof operator>;
let pool: TestService["resources"]["pool"];
beforeAll(async () => {
  service = await startService();
  ops = operator(service);
  ({ pool } = service.resources);
});
afterAll(() => service[Symbol.asyncDispose]());

const redrive = (body: object): Promise<Response> =>
  ops.post("/ops/mail/dead-letters/redrive", { reason: "the provider is back", ...body });
const drop = (body: object): Promise<Response> =>
  ops.post("/ops/mail/dead-letters/drop", { reason: "of no use", ...body });
const isSent = (id: string): Promise<unknown> =>
  vi.waitUntil(async () => (await mailRow(pool, id))?.state === "sent", { timeout: 10_000 });
const attemptsTo = (address: string) => service.email.attempts.filter(({ to }) => to === address);
const eventsOf = async (messageId: string): Promise<{ kind: string; subject: string }[]> =>
  (await json(ops.get("/ops/events"))).events.filter(({ subject }: { subject: string }) =>
    subject.includes(messageId),
  );
const NONE_LEFT = { superseded: 0, not_dead: 0, unknown: 0 };

/** Somebody whose mail was refused for good. */
async function registerRefused(): Promise<{ person: ReturnType<typeof newPerson>; id: string }> {
  const person = newPerson();
  service.email.answerWith(({ to }) =>
    to === person.email ? new HttpResponse(null, { status: 400 }) : undefined,
  );
  await register(service, person);
  const id = await messageOf(pool, person.email);
  await vi.waitUntil(async () => (await mailRow(pool, id))?.state === "undeliverable", {
    timeout: 10_000,
  });
  service.email.answerWith(null);
  return { person, id };
}

describe("sending a dead letter again", () => {
  test("sends it under its old id, counts its attempts on, and is noted", async ({ expect }) => {
    const { person, id } = await registerRefused();
    const answer = await redrive({ ids: [id.toUpperCase(), id] });
    expect(await json(answer)).toEqual({ queued: 1, left: NONE_LEFT, more: 0 });
    await isSent(id);
    const [refused, accepted] = attemptsTo(person.email);
    expect(accepted?.idempotencyKey).toBe(id);
    expect(refused?.idempotencyKey).toBe(id);
    expect(await mailRow(pool, id)).toMatchObject({ attempts: 2, fresh: true });
    const code = codeIn(await service.email.mailTo(person.email));
    expect((await activate(service, person, code)).status).toBe(200);
    expect(await eventsOf(id)).toMatchObject([
      { kind: "mail_redriven", subject: `1 message: ${id}`, by: "ops" },
    ]);
  });

  test("gives one that had become too old its time again", async ({ expect }) => {
    const { person, messageId } = await insertMail(pool, { settledAgoMs: 3_600_000 });
    expect(await json(redrive({ ids: [messageId] }))).toMatchObject({ queued: 1 });
    expect(codeIn(await service.email.mailTo(person.email))).toMatch(/^\d{4}$/);
  });

  test("leaves those of no use any more as they are, and tells how many and why", async ({
    expect,
  }) => {
    const [active, newer, notice, dropped] = [
      await insertMail(pool),
      await insertMail(pool),
      await insertMail(pool, { kind: "already_registered" }),
      await insertMail(pool, { state: "dropped" }),
    ];
    const change = (set: string, email: string): Promise<unknown> =>
      pool.query(`update users set ${set} where email = $1`, [email]);
    await change("status = 'active', activated_at = now()", active.person.email);
    await change("code_sequence = 2", newer.person.email);
    await change("code_sequence = 2", notice.person.email);
    const ids = [active, newer, notice, dropped].map(({ messageId }) => messageId);
    expect(await json(redrive({ ids: [...ids, randomUUID()] }))).toEqual({
      queued: 1,
      left: { superseded: 2, not_dead: 1, unknown: 1 },
      more: 0,
    });
    await isSent(notice.messageId);
    for (const { messageId } of [active, newer])
      expect(await mailRow(pool, messageId)).toMatchObject({ state: "expired" });
    expect(await eventsOf(active.messageId)).toEqual([]);
  });

  test("asks the provider first that may have taken it before it was given up", async ({
    expect,
  }) => {
    const firstAskedOf = async (state: "expired" | "undeliverable"): Promise<unknown> => {
      const { messageId } = await insertMail(pool, { state: "queued" });
      await pool.query("update mail_messages set is_unclear = true where id = $1", [messageId]);
      await settleMessage(pool, { messageId, state });
      const client = await pool.connect();
      // Never committed, so that no worker takes it before it is read.
      await client.query("begin");
      await requeueDeadLetters(client, [messageId]);
      const queued = await findQueuedMessage(client, messageId);
      await client.query("rollback");
      client.release();
      return queued?.unclearProvider;
    };
    expect(await firstAskedOf("expired")).toBe("http");
    expect(await firstAskedOf("undeliverable")).toBeNull();
  });
});

describe("at once", () => {
  test("two operators send the same again: one job, one mail, and the second is told", async ({
    expect,
  }) => {
    const { person, messageId } = await insertMail(pool);
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => json(redrive({ ids: [messageId] }))),
    );
    expect(answers.filter(({ queued }) => queued === 1)).toHaveLength(1);
    expect(answers.filter(({ left }) => left.not_dead === 1)).toHaveLength(7);
    await isSent(messageId);
    expect(attemptsTo(person.email)).toHaveLength(1);
    expect(await eventsOf(messageId)).toHaveLength(1);
  });

  test("one sends again and one drops, in any order of many: each is done once", async ({
    expect,
  }) => {
    const made = await Promise.all(Array.from({ length: 20 }, () => insertMail(pool)));
    const ids = made.map(({ messageId }) => messageId);
    const [sent, dropped] = await Promise.all([
      json(redrive({ ids })),
      json(drop({ ids: ids.toReversed() })),
    ]);
    expect(sent.queued + dropped.dropped).toBe(20);
    expect(sent.left.not_dead + dropped.left.not_dead).toBe(20);
  });

  test("a job of the same message still waits for its answer: one mail is accepted", async ({
    expect,
  }) => {
    const answer = Promise.withResolvers<Response>();
    const person = newPerson();
    service.email.answerWith(({ to }) =>
      to === person.email ? answer.promise.then((response) => response.clone()) : undefined,
    );
    await register(service, person);
    await vi.waitUntil(() => attemptsTo(person.email).length === 1, { timeout: 15_000 });
    const id = await messageOf(pool, person.email);
    // As another worker would, that took the job of one that seemed to be frozen.
    await settleMessage(pool, { messageId: id, state: "expired" });
    expect(await json(redrive({ ids: [id] }))).toMatchObject({ queued: 1 });
    await vi.waitUntil(() => attemptsTo(person.email).length === 2, { timeout: 15_000 });
    answer.resolve(HttpResponse.json({ id: "accepted" }, { status: 202 }));
    service.email.answerWith(null);
    await isSent(id);
    const codes = attemptsTo(person.email).map(codeIn);
    expect(new Set(codes).size).toBe(1);
    expect(service.email.accepted.filter(({ to }) => to === person.email)).toHaveLength(1);
    await sendMessage(service.resources, id);
    expect(attemptsTo(person.email)).toHaveLength(2);
  });
});

test("what was sent again can no longer be dropped, nor what was dropped be sent", async ({
  expect,
}) => {
  const [again, dropped] = [await insertMail(pool), await insertMail(pool)];
  await redrive({ ids: [again.messageId] });
  const tooLate = { dropped: 0, left: { not_dead: 1, unknown: 0 }, more: 0 };
  expect(await json(drop({ ids: [again.messageId] }))).toEqual(tooLate);
  expect(await json(drop({ ids: [dropped.messageId] }))).toMatchObject({ dropped: 1 });
  expect(await json(redrive({ ids: [dropped.messageId] }))).toEqual({
    queued: 0,
    left: { ...NONE_LEFT, not_dead: 1 },
    more: 0,
  });
  await isSent(again.messageId);
  expect(await mailRow(pool, dropped.messageId)).toMatchObject({ state: "dropped" });
  expect(attemptsTo(dropped.person.email)).toEqual([]);
});
