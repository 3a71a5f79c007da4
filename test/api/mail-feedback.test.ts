import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { liftSuppression } from "../../src/postgres/mail-suppressions.ts";
import { json } from "../support/answer.ts";
import {
  type Person,
  activate,
  getMe,
  newPerson,
  register,
  registerNew,
} from "../support/client.ts";
import { newestMessage, pseudonymOf } from "../support/mail-message.ts";
import { type TestService, startService } from "../support/service.ts";
import { newWebhookSecret, signStandard } from "../support/webhooks.ts";

const SECRET = newWebhookSecret();
let service: TestService;
beforeAll(async () => {
  service = await startService({ EMAIL_TIMEOUT_MS: "3000", EMAIL_API_WEBHOOK_SECRET: SECRET });
});
afterAll(() => service[Symbol.asyncDispose]());

const report = (type: string, messageId: string): Promise<Response> =>
  service.request("/webhooks/email/http", {
    method: "POST",
    ...signStandard(SECRET, { type, data: { message_id: messageId } }),
  });

async function suppressionOf(person: Person): Promise<unknown> {
  const { rows } = await service.resources.pool.query(
    "select reason, provider from mail_suppressions where address_pseudonym = $1",
    [pseudonymOf(service, person)],
  );
  return rows[0];
}

const countOf = async (event: string): Promise<number> => {
  const { values } = await service.resources.metrics.mailFeedback.get();
  return values.find(({ labels }) => labels.event === event)?.value ?? 0;
};

/** Somebody new whose mail was sent and settled. */
async function registerSent(): Promise<{ person: Person; code: string; messageId: string }> {
  const registered = await registerNew(service);
  const isSent = async (): Promise<boolean> =>
    (await newestMessage(service, registered.person)).state === "sent";
  await vi.waitUntil(isSent, { timeout: 10_000 });
  return { ...registered, messageId: (await newestMessage(service, registered.person)).id };
}

describe("a mail that came back", () => {
  test.for(["bounced", "complained"])(
    "%s: is noted, its address gets no more, and its owner is told",
    async (kind, { expect }) => {
      const { person, messageId } = await registerSent();
      expect(await json(getMe(service, person))).toMatchObject({
        email_state: "ok",
        code: { state: "sent" },
      });
      const before = await countOf(kind);
      const response = await report(kind, messageId);
      expect(response.status).toBe(204);
      expect(await response.text()).toBe("");
      expect(await newestMessage(service, person)).toMatchObject({ state: kind });
      expect(await suppressionOf(person)).toEqual({ reason: kind, provider: "http" });
      expect(await json(getMe(service, person))).toMatchObject({
        email_state: "undeliverable",
        code: { state: "undeliverable", attempts_left: 0, expires_at: null },
      });
      expect(await countOf(kind)).toBe(before + 1);
    },
  );

  test("to an active account is told to its owner too", async ({ expect }) => {
    const { person, code, messageId } = await registerSent();
    await activate(service, person, code);
    expect(await json(getMe(service, person))).toMatchObject({ email_state: "ok" });
    await report("complained", messageId);
    const me = await json(getMe(service, person));
    expect(me).toMatchObject({ status: "active", email_state: "undeliverable" });
    expect(me).not.toHaveProperty("code");
  });

  test("is told to nobody without the password", async ({ expect }) => {
    const { person, messageId } = await registerSent();
    await report("bounced", messageId);
    const stranger = { ...person, password: newPerson().password };
    expect((await getMe(service, stranger)).status).toBe(401);
    const again = await register(service, stranger);
    expect([again.status, Object.keys((await again.json()) as object)]).toEqual([
      202,
      ["id", "status"],
    ]);
  });

  test("counts once, however often and in parallel it is said", async ({ expect }) => {
    const { person, messageId } = await registerSent();
    const [bounced, repeated] = [await countOf("bounced"), await countOf("repeated")];
    const kinds = Array.from({ length: 20 }, (_, i) => (i % 2 ? "bounced" : "soft_bounced"));
    const answers = await Promise.all(kinds.map((kind) => report(kind, messageId)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    expect(await countOf("bounced")).toBe(bounced + 1);
    expect(await countOf("repeated")).toBe(repeated + 9);
    await report("complained", messageId);
    expect(await suppressionOf(person)).toEqual({ reason: "bounced", provider: "http" });
  });

  test("is no news after an operator lifted the suppression", async ({ expect }) => {
    const { person, messageId } = await registerSent();
    await report("bounced", messageId);
    const { pool } = service.resources;
    expect(await liftSuppression(pool, pseudonymOf(service, person))).toBe(true);
    await report("bounced", messageId);
    expect(await json(getMe(service, person))).toMatchObject({
      email_state: "ok",
      code: { state: "undeliverable" },
    });
    expect(await suppressionOf(person)).toBeUndefined();
  });

  test("of an older registration is of the same address", async ({ expect }) => {
    const { person, messageId } = await registerSent();
    const other = { ...person, email: person.email, password: newPerson().password };
    await register(service, other);
    await service.email.mailTo(person.email, 2);
    await report("bounced", messageId);
    expect(await suppressionOf(person)).toMatchObject({ reason: "bounced" });
    expect(await json(getMe(service, other))).toMatchObject({ email_state: "undeliverable" });
  });
});

test("a soft bounce is counted, and changes nothing", async ({ expect }) => {
  const { person, messageId } = await registerSent();
  const before = await countOf("soft_bounced");
  expect((await report("soft_bounced", messageId)).status).toBe(204);
  expect(await countOf("soft_bounced")).toBe(before + 1);
  expect(await newestMessage(service, person)).toMatchObject({ state: "sent" });
  expect(await suppressionOf(person)).toBeUndefined();
});

test("a mail that is not ours changes nothing", async ({ expect }) => {
  const { pool } = service.resources;
  const written = async (): Promise<unknown> =>
    (await pool.query("select count(*) from mail_suppressions")).rows;
  const before = await written();
  const unknown = await countOf("unknown");
  expect((await report("bounced", randomUUID())).status).toBe(204);
  expect((await report("bounced", "0; drop table users")).status).toBe(204);
  expect(await written()).toEqual(before);
  expect(await countOf("unknown")).toBe(unknown + 1);
});

describe("a mail that still waits", () => {
  test("and was accepted unclearly is ended by its bounce, and sent no more", async ({
    expect,
  }) => {
    const person = newPerson();
    service.email.answerWith(({ to }) =>
      to === person.email ? new Promise<Response>(() => {}) : undefined,
    );
    await register(service, person);
    const isWaiting = async (): Promise<boolean> =>
      (await newestMessage(service, person)).attempts === 1;
    await vi.waitUntil(isWaiting, { timeout: 10_000 });
    const { id } = await newestMessage(service, person);
    expect((await report("bounced", id)).status).toBe(204);
    service.email.answerWith(null);
    const jobs = async (): Promise<number | null> =>
      (await service.resources.pool.query("select from graphile_worker.jobs where key = $1", [id]))
        .rowCount;
    await expect.poll(jobs, { timeout: 10_000 }).toBe(0);
    expect(await newestMessage(service, person)).toEqual({ id, state: "bounced", attempts: 1 });
    expect(service.email.attempts.filter(({ to }) => to === person.email)).toHaveLength(1);
    expect(await suppressionOf(person)).toMatchObject({ reason: "bounced" });
  });

  test("and was handed to nobody yet cannot have come back", async ({ expect }) => {
    const { person, messageId } = await registerSent();
    await service.resources.pool.query(
      "update mail_messages set state = 'queued', attempts = 0 where id = $1",
      [messageId],
    );
    expect((await report("bounced", messageId)).status).toBe(204);
    expect(await newestMessage(service, person)).toMatchObject({ state: "queued" });
    expect(await suppressionOf(person)).toBeUndefined();
  });
});
