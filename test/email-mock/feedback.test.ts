import { randomBytes, randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { describe, test } from "vitest";
import { createEmailMock } from "../../email-mock/app.ts";
import { json } from "../support/answer.ts";
import { inbox, newMail, send, special, stats } from "../support/mail-mock.ts";
import { startMailMock } from "../support/processes.ts";
import { type Call, openReceiver } from "../support/webhook-receiver.ts";

const newSecret = (): string => `whsec_${randomBytes(32).toString("base64")}`;

const newMock = (url: string, secret = newSecret()) =>
  createEmailMock({ apiKey: "key", webhook: { url, secret, delayMs: 0, retryMs: 5 } });

describe("feedback", () => {
  test.for([
    ["bounce", "bounced"],
    ["softbounce", "soft_bounced"],
    ["complaint", "complained"],
  ] as const)(
    "of a mail to +%s@ is a signed report that it %s",
    async ([what, type], { expect }) => {
      await using receiver = await openReceiver(204);
      const secret = newSecret();
      const mock = newMock(receiver.url, secret);
      const key = randomUUID();
      const mail = newMail({ to: special(what) });
      expect((await send(mock, mail, { "idempotency-key": key })).status).toBe(202);
      const { headers, body } = await receiver.nth(1);
      expect(headers["content-type"]).toBe("application/json");
      const verified = new Webhook(secret).verify(body, headers as Record<string, string>);
      expect(verified).toEqual({
        type,
        timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
        data: { message_id: key, to: mail.to },
      });
      // The control: another secret does not fit.
      const other = new Webhook(newSecret());
      expect(() => other.verify(body, headers as Record<string, string>)).toThrow("signature");
    },
  );

  test("is reported once for a mail that is repeated, and never for other mail", async ({
    expect,
  }) => {
    await using receiver = await openReceiver(204);
    const mock = newMock(receiver.url);
    const mail = newMail({ to: special("bounce") });
    const headers = { "idempotency-key": randomUUID() };
    await send(mock, mail, headers);
    await send(mock, mail, headers);
    await send(mock, newMail());
    await receiver.nth(1);
    await expect.poll(() => stats(mock)).toMatchObject({ feedback_sent: 1, feedback_waiting: 0 });
    expect(receiver.calls).toHaveLength(1);
  });

  test("is repeated under the same id until it is taken, each time newly signed", async ({
    expect,
  }) => {
    await using receiver = await openReceiver(503, 404, 204);
    const secret = newSecret();
    const mock = newMock(receiver.url, secret);
    await send(mock, newMail({ to: special("bounce") }));
    await receiver.nth(3);
    const verify = ({ headers, body }: Call): unknown =>
      new Webhook(secret).verify(body, headers as Record<string, string>);
    const events = new Set(receiver.calls.map((call) => JSON.stringify(verify(call))));
    expect(events.size).toBe(1);
    expect(new Set(receiver.calls.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    await expect.poll(() => stats(mock)).toMatchObject({ feedback_sent: 1, feedback_failed: 0 });
    const [mail] = await inbox(mock);
    expect(mail?.feedback).toEqual([
      { type: "bounced", state: "sent", attempts: 3, answer: "204" },
    ]);
  });

  test("that nobody takes is given up, and that is told", async ({ expect }) => {
    const receiver = await openReceiver(204);
    await receiver[Symbol.asyncDispose]();
    const mock = newMock(receiver.url);
    await send(mock, newMail({ to: special("complaint") }));
    expect(await stats(mock)).toMatchObject({ feedback_waiting: 1 });
    await expect
      .poll(() => stats(mock), { timeout: 10_000 })
      .toMatchObject({ feedback_failed: 1, feedback_waiting: 0 });
    const [mail] = await inbox(mock);
    expect(mail?.feedback).toMatchObject([{ state: "failed", attempts: 9, answer: "no answer" }]);
  });

  test("is reported by hand for any mail that is kept, and for no other", async ({ expect }) => {
    await using receiver = await openReceiver(204);
    const mock = newMock(receiver.url);
    const { id } = await json(send(mock, newMail(), { "idempotency-key": randomUUID() }));
    const by = async (hand: string): Promise<number> =>
      (await mock.request(hand, { method: "POST" })).status;
    for (const what of ["bounce", "soft-bounce", "complain"])
      expect(await by(`/inbox/${id}/${what}`), what).toBe(202);
    await receiver.nth(3);
    const types = receiver.calls.map(({ body }) => JSON.parse(body).type);
    expect(new Set(types)).toEqual(new Set(["bounced", "soft_bounced", "complained"]));
    expect(await by(`/inbox/${id}/forward`)).toBe(404);
    expect(await by(`/inbox/${randomUUID()}/bounce`)).toBe(404);
  });

  test("without a webhook is refused by hand, and +bounce@ is a mail like others", async ({
    expect,
  }) => {
    const mock = createEmailMock({ apiKey: "key" });
    const { id } = await json(send(mock, newMail({ to: special("bounce") })));
    expect((await mock.request(`/inbox/${id}/bounce`, { method: "POST" })).status).toBe(409);
    expect(await inbox(mock)).toMatchObject([{ id, feedback: [] }]);
  });
});

describe("the process", () => {
  test("reports to WEBHOOK_URL with WEBHOOK_SECRET", async ({ expect }) => {
    await using receiver = await openReceiver(204);
    const secret = newSecret();
    await using mock = await startMailMock("node", {
      WEBHOOK_URL: receiver.url,
      WEBHOOK_SECRET: secret,
    });
    await send(mock.url, newMail({ to: special("bounce") }));
    const { headers, body } = await receiver.nth(1);
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toMatchObject({
      type: "bounced",
    });
  });

  test.for([
    [{ WEBHOOK_URL: "http://127.0.0.1:1" }, /set together/],
    [{ WEBHOOK_SECRET: newSecret() }, /set together/],
    [{ WEBHOOK_URL: "ftp://127.0.0.1", WEBHOOK_SECRET: newSecret() }, /WEBHOOK_URL: must be/],
    [
      { WEBHOOK_URL: "http://127.0.0.1:1", WEBHOOK_SECRET: "no base64!" },
      /WEBHOOK_SECRET: must be/,
    ],
    [{ JOURNAL_FILE: "/nowhere/journal.ndjson" }, /ENOENT/],
  ])("does not start with %j, and says why in a line", async ([environment, line], { expect }) => {
    await expect(startMailMock("node", environment as Record<string, string>)).rejects.toThrow(
      line,
    );
  });
});
