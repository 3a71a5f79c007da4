import { HttpResponse } from "msw";
import { describe, test } from "vitest";
import { sendMessage } from "../../src/features/mail/send-message.ts";
import { newPerson } from "../support/client.ts";
import { type EmailApi, codeIn, interceptEmailApi } from "../support/email-api.ts";
import { otpMailIn } from "../support/otp-mail.ts";
import { sendOtp, verifyOtp } from "../support/otp.ts";
import { query } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";

type Pair = AsyncDisposable & { service: TestService; first: EmailApi; second: EmailApi };

/** A service with two providers; of its own, because it remembers how they answered. */
async function startPair(environment: Record<string, string> = {}): Promise<Pair> {
  const second = interceptEmailApi();
  const service = await startService({
    EMAIL_PROVIDERS: "http,http:backup",
    EMAIL_API_URL_BACKUP: second.url,
    EMAIL_FAILOVER_AFTER_MS: "3000",
    ...environment,
  });
  const close = (): Promise<void> => service[Symbol.asyncDispose]();
  return { service, first: service.email, second, [Symbol.asyncDispose]: close };
}

const mailsTo = (address: string, { attempts }: EmailApi): EmailApi["attempts"] =>
  attempts.filter(({ to }) => to === address);

async function ask(service: TestService): Promise<{ email: string; id: string }> {
  const { email } = newPerson();
  const { id } = (await (await sendOtp(service, email)).json()) as { id: string };
  return { email, id };
}

describe("a passwordless code is the same in each attempt, key and text alike, when the first provider", () => {
  test.for<[string, () => Response | Promise<Response>]>([
    ["fails", () => new HttpResponse(null, { status: 500 })],
    [
      "wants a pause",
      () => new HttpResponse(null, { status: 429, headers: { "retry-after": "1" } }),
    ],
    ["cannot be reached", () => HttpResponse.error()],
    ["never answers", () => new Promise<Response>(() => {})],
  ])("%s", async ([, answer], { expect }) => {
    await using pair = await startPair();
    const { service, first, second } = pair;
    first.answerWith(answer);
    const { email, id } = await ask(service);
    const mail = await second.mailTo(email);
    expect(mailsTo(email, first).length).toBeGreaterThan(0);
    for (const attempt of mailsTo(email, first)) expect(attempt).toEqual(mail);
    expect((await verifyOtp(service, id, codeIn(mail))).status).toBe(200);
  });
});

test("a passwordless code that was on its way when the process died is sent as it was", async ({
  expect,
}) => {
  await using pair = await startPair();
  const { service, first } = pair;
  const { email, id } = await ask(service);
  const { id: messageId } = await otpMailIn(service, email, "sent");
  const sendAgain = async (): Promise<void> => {
    const requeue = "update mail_messages set state = 'queued', is_unclear = true where id = $1";
    await query(service, requeue, messageId);
    await sendMessage(service.resources, messageId);
  };
  await sendAgain();
  const [mail, again] = mailsTo(email, first);
  expect(again).toEqual(mail);
  expect(mail && (await verifyOtp(service, id, codeIn(mail))).status).toBe(200);
  // Once it was used, it is sent to nobody.
  await sendAgain();
  expect(mailsTo(email, first)).toHaveLength(2);
  await otpMailIn(service, email, "superseded");
});

test("a passwordless code that nobody took in its time is not sent any more, and a dead letter", async ({
  expect,
}) => {
  await using pair = await startPair({ OTP_TTL_SECONDS: "5" });
  const { service, first, second } = pair;
  for (const provider of [first, second])
    provider.answerWith(() => new HttpResponse(null, { status: 503 }));
  const { email } = await ask(service);
  const dead = await otpMailIn(service, email, "expired");
  expect(dead.attempts).toBeGreaterThan(0);
  expect(dead.last_error).toContain("503");
  const attempts = mailsTo(email, first).length + mailsTo(email, second).length;
  for (const provider of [first, second]) provider.answerWith(null);
  // Sent again too late, at whatever point that shows, it reaches nobody.
  await query(
    service,
    "update mail_messages set state = 'queued', queued_at = now() where id = $1",
    dead.id,
  );
  await sendMessage(service.resources, dead.id);
  await otpMailIn(service, email, "superseded");
  expect(mailsTo(email, first).length + mailsTo(email, second).length).toBe(attempts);
});
