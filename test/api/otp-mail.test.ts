import { HttpResponse } from "msw";
import { afterAll, beforeAll, describe, test } from "vitest";
import { applyFeedback } from "../../src/features/mail-feedback/apply-feedback.ts";
import { cleanUp } from "../../src/features/maintenance/clean-up.ts";
import { json } from "../support/answer.ts";
import { newPerson } from "../support/client.ts";
import { codeIn } from "../support/email-api.ts";
import { suppress } from "../support/mail-state.ts";
import { operator } from "../support/operator.ts";
import { endOtp, otpMailIn, otpMailsTo } from "../support/otp-mail.ts";
import { askForOtp, sendOtp, verifyOtp } from "../support/otp.ts";
import { query } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
let ops: ReturnType<typeof operator>;
beforeAll(async () => {
  service = await startService({ PROOF_AUDIENCES: "*", CODE_RESEND_SECONDS: "1" });
  ops = operator(service);
});
afterAll(() => service[Symbol.asyncDispose]());

const newAddress = (): string => newPerson().email;
const mailsTo = (email: string) => service.email.attempts.filter(({ to }) => to === email);
const redrive = (ids: string[]): Promise<Response> =>
  ops.post("/ops/mail/dead-letters/redrive", { reason: "the provider is back", ids });

/** A code for an address whose mail a provider refused for good. */
async function askRefused(email: string): Promise<{ id: string; messageId: string }> {
  service.email.answerWith(({ to }) =>
    to === email ? new HttpResponse(null, { status: 400 }) : undefined,
  );
  const { id } = await json(sendOtp(service, email));
  const message = await otpMailIn(service, email, "undeliverable");
  service.email.answerWith(null);
  return { id, messageId: message.id };
}

describe("a code that came back", () => {
  test.for(["bounced", "complained"] as const)(
    "as %s keeps its address from the next one, and nobody who asks sees it",
    async (kind, { expect }) => {
      const { email, id, code } = await askForOtp(service);
      const { id: messageId } = await otpMailIn(service, email, "sent");
      await applyFeedback(service.resources, "http", [{ messageId, kind }]);
      expect(await json(ops.post("/ops/mail/lookup", { email }))).toMatchObject({
        messages: [{ id: messageId, kind: "otp_code", state: kind }],
        suppression: { reason: kind, provider: "http" },
      });
      // What is in its reader's hands stays good.
      expect((await verifyOtp(service, id, code)).status).toBe(200);
      await sendOtp(service, email, { purpose: "pay" });
      await otpMailIn(service, email, "suppressed");
      expect(mailsTo(email)).toHaveLength(1);
    },
  );

  test("and the address of a farewell is forgotten all the same", async ({ expect }) => {
    const email = newAddress();
    const [farewell] = await query(
      service,
      `insert into mail_messages (id, user_row_id, kind, code_sequence, recipient, attempts)
       values (gen_random_uuid(), null, 'account_deleted', 0, $1, 1) returning id`,
      email,
    );
    const messageId = String(farewell?.["id"]);
    await applyFeedback(service.resources, "http", [{ messageId, kind: "bounced" }]);
    expect(
      await query(service, "select state, recipient from mail_messages where id = $1", messageId),
    ).toEqual([{ state: "bounced", recipient: null }]);
  });
});

test("of a suppressed address and any other, whoever asks and guesses sees the same", async ({
  expect,
}) => {
  const [suppressed, free] = [newAddress(), newAddress()];
  await suppress(service.resources, suppressed);
  const seen = [];
  for (const [email, state] of [
    [suppressed, "suppressed"],
    [free, "sent"],
  ] as const) {
    const sent = await sendOtp(service, email);
    const { id, expires_at, resend_after } = await json(sent);
    await otpMailIn(service, email, state);
    const guesses = [];
    for (const guess of ["00000000", "00000001", "000000000000"]) {
      const answer = await verifyOtp(service, id, guess);
      const { request_id: _, ...body } = await json(answer);
      guesses.push({ status: answer.status, body });
    }
    const lifeMs = Date.parse(expires_at) - Date.parse(resend_after);
    seen.push({ status: sent.status, length: id.length, lifeMs, guesses });
  }
  expect(seen[0]).toEqual(seen[1]);
  expect(seen[0]?.guesses[0]).toMatchObject({ status: 400, body: { attempts_left: 4 } });
  expect(mailsTo(suppressed)).toEqual([]);
});

describe("a dead code", () => {
  test("is shown masked, and sent again with the code that its first mail had", async ({
    expect,
  }) => {
    const email = newAddress();
    const { id, messageId } = await askRefused(email);
    const { dead_letters: letters } = await json(ops.get("/ops/mail/dead-letters"));
    expect(letters).toContainEqual(
      expect.objectContaining({
        id: messageId,
        kind: "otp_code",
        to: `${email[0]}***@${email.split("@")[1]}`,
      }),
    );
    expect(await json(redrive([messageId]))).toMatchObject({ queued: 1 });
    const mail = await service.email.mailTo(email);
    expect(mailsTo(email).map(({ text }) => text)).toEqual([mail.text, mail.text]);
    expect((await verifyOtp(service, id, codeIn(mail))).status).toBe(200);
  });

  test("whose time is over is left where it is, and why is told", async ({ expect }) => {
    const email = newAddress();
    const { messageId } = await askRefused(email);
    await endOtp(service, messageId);
    const left = { superseded: 1, not_dead: 0, unknown: 0 };
    expect(await json(redrive([messageId]))).toEqual({ queued: 0, left, more: 0 });
    const { settled_at: since } = (
      await json(ops.get("/ops/mail/dead-letters?limit=100"))
    ).dead_letters.find((letter: { id: string }) => letter.id === messageId);
    const span = { reason: "all of them", all_since: since };
    const spanned = await json(ops.post("/ops/mail/dead-letters/redrive", span));
    expect(spanned.left).toMatchObject({ superseded: 1 });
    expect(await otpMailsTo(service, email)).toMatchObject([{ state: "undeliverable" }]);
    expect(mailsTo(email)).toHaveLength(1);
  });
});

test("what was asked for goes with its message, after 30 days", async ({ expect }) => {
  const [older, newer] = [newAddress(), newAddress()];
  for (const email of [older, newer]) {
    await sendOtp(service, email);
    await otpMailIn(service, email, "sent");
  }
  const age = (email: string, days: number): Promise<unknown> =>
    query(
      service,
      "update mail_messages set requested_at = now() - make_interval(days => $2::integer) where recipient = $1",
      email,
      String(days),
    );
  await age(older, 31);
  await age(newer, 29);
  const count = async (): Promise<unknown> =>
    (await query(service, "select count(*)::integer from otp_requests"))[0]?.["count"];
  const before = Number(await count());
  await cleanUp(service.resources);
  expect(await otpMailsTo(service, older)).toEqual([]);
  expect(await otpMailsTo(service, newer)).toHaveLength(1);
  expect(await count()).toBe(before - 1);
});
