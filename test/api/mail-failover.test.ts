import { HttpResponse } from "msw";
import { describe, test, vi } from "vitest";
import { sendMessage } from "../../src/features/mail/send-message.ts";
import { activate, newPerson, register } from "../support/client.ts";
import { type EmailApi, codeIn, interceptEmailApi } from "../support/email-api.ts";
import { type TestService, startService } from "../support/service.ts";

type Pair = AsyncDisposable & { service: TestService; first: EmailApi; second: EmailApi };

/** A service with two providers; of its own, because it remembers how they answered. */
async function startPair(): Promise<Pair> {
  const second = interceptEmailApi();
  const service = await startService({
    EMAIL_PROVIDERS: "http,http:backup",
    EMAIL_API_URL_BACKUP: second.url,
    EMAIL_FAILOVER_AFTER_MS: "3000",
  });
  const close = (): Promise<void> => service[Symbol.asyncDispose]();
  return { service, first: service.email, second, [Symbol.asyncDispose]: close };
}

const mailsTo = (address: string, { attempts }: EmailApi): EmailApi["attempts"] =>
  attempts.filter(({ to }) => to === address);

test("the first provider sends while it answers (control)", async ({ expect }) => {
  await using pair = await startPair();
  const { service, first, second } = pair;
  const person = newPerson();
  await register(service, person);
  await first.mailTo(person.email);
  expect(mailsTo(person.email, second)).toEqual([]);
});

describe("a code comes through the second provider, with the same key, when the first", () => {
  test.for<[string, () => Response | Promise<Response>]>([
    ["fails", () => new HttpResponse(null, { status: 500 })],
    [
      "wants a pause",
      () => new HttpResponse(null, { status: 429, headers: { "retry-after": "1" } }),
    ],
    ["does not know our key", () => new HttpResponse(null, { status: 401 })],
    ["cannot be reached", () => HttpResponse.error()],
    ["never answers", () => new Promise<Response>(() => {})],
  ])("%s", async ([, answer], { expect }) => {
    await using pair = await startPair();
    const { service, first, second } = pair;
    first.answerWith(answer);
    const person = newPerson();
    await register(service, person);
    const mail = await second.mailTo(person.email);
    expect((await activate(service, person, codeIn(mail))).status).toBe(200);
    for (const attempt of mailsTo(person.email, first))
      expect(attempt).toMatchObject({ idempotencyKey: mail.idempotencyKey, text: mail.text });
  });
});

test("a mail that both providers accepted, the first without a word, has one code", async ({
  expect,
}) => {
  await using pair = await startPair();
  const { service, first, second } = pair;
  const person = newPerson();
  // Its answer is lost: this process learns of a broken connection, and the mail is out.
  first.answerWith((mail) => {
    first.accepted.push(mail);
    return HttpResponse.error();
  });
  await register(service, person);
  const mail = await second.mailTo(person.email);
  const silent = first.accepted.find(({ to }) => to === person.email);
  expect(silent && codeIn(silent)).toBe(codeIn(mail));
  expect((await activate(service, person, codeIn(mail))).status).toBe(200);
});

describe("a mail that was on its way when the process died", () => {
  async function resend({ service, first }: Pair, provider: string): Promise<string> {
    const person = newPerson();
    await register(service, person);
    await first.mailTo(person.email);
    const { pool } = service.resources;
    const find =
      "select m.id, m.state from mail_messages m join users u on u.row_id = m.user_row_id where u.email = $1";
    const settled = async (): Promise<string | undefined> =>
      (await pool.query<{ id: string; state: string }>(find, [person.email])).rows.find(
        ({ state }) => state === "sent",
      )?.id;
    await vi.waitUntil(settled, { timeout: 10_000 });
    const id = (await settled()) ?? "";
    await pool.query(
      "update mail_messages set state = 'queued', provider = $2::text, is_unclear = $2::text <> '' where id = $1",
      [id, provider],
    );
    await sendMessage(service.resources, id);
    return person.email;
  }

  test("goes to the provider that may have it, whatever the order", async ({ expect }) => {
    await using pair = await startPair();
    const { first, second } = pair;
    const address = await resend(pair, "http:backup");
    expect(mailsTo(address, first)).toHaveLength(1);
    expect(mailsTo(address, second)).toHaveLength(1);
  });

  test("goes to the first one when none can have it (control)", async ({ expect }) => {
    await using pair = await startPair();
    const { first, second } = pair;
    const address = await resend(pair, "");
    expect(mailsTo(address, first)).toHaveLength(2);
    expect(mailsTo(address, second)).toEqual([]);
  });
});
