import { afterAll, beforeAll, describe, test } from "vitest";
import { activate, newPerson, register } from "../support/client.ts";
import { dumpPostgres } from "../support/dump.ts";
import { codeIn } from "../support/email-api.ts";
import { moveTo, newAddress } from "../support/email-change.ts";
import { otpMailIn, otpMailsTo } from "../support/otp-mail.ts";
import { askForOtp, sendOtp } from "../support/otp.ts";
import { query } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";
import { type Tokens, newSignedIn, openSession, sendAs } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService({ CODE_RESEND_SECONDS: "1", PROOF_AUDIENCES: "*" });
});
afterAll(() => service[Symbol.asyncDispose]());

const remove = async (tokens: Tokens, password: string): Promise<number> =>
  (await sendAs(service, tokens, "DELETE", "/users/me", { current_password: password })).status;

async function askAndSettle(email: string, more: Record<string, unknown> = {}): Promise<void> {
  await askForOtp(service, { email, ...more });
  await otpMailIn(service, email.toLowerCase(), "sent");
}

describe("an account that is deleted takes along the codes", () => {
  test("that anybody asked for to its address, as it was written too, and leaves those of others", async ({
    expect,
  }) => {
    const [address, other] = [newAddress(), newAddress()];
    // Before there was an account.
    await askAndSettle(address);
    const person = { ...newPerson(), email: address };
    await register(service, person);
    await activate(service, person, codeIn(await service.email.mailTo(address, 2)));
    const tokens = await openSession(service, person);
    const shouted = address.replace(/^\w+/, (local) => local.toUpperCase());
    await askAndSettle(shouted, { purpose: "pay", audience: "shop" });
    await askAndSettle(other);
    expect(await otpMailsTo(service, address)).toHaveLength(2);
    expect(await remove(tokens, person.password)).toBe(204);
    expect(await otpMailsTo(service, address)).toEqual([]);
    const farewell = "select state from mail_messages where kind = 'account_deleted'";
    await expect.poll(() => query(service, farewell)).toEqual([{ state: "sent" }]);
    const dump = await dumpPostgres(service);
    expect(dump.toLowerCase()).not.toContain(address);
    expect(dump).toContain(other);
    expect(await otpMailsTo(service, other)).toHaveLength(1);
  });

  test("that went to the addresses it had before", async ({ expect }) => {
    const { person, tokens } = await newSignedIn(service);
    await askAndSettle(person.email);
    const { person: moved } = await moveTo(service, tokens, person);
    await askAndSettle(moved.email);
    // What came to the older address since then is not his.
    await sendOtp(service, person.email, { purpose: "pay" });
    await otpMailIn(service, person.email, "sent");
    expect(await otpMailsTo(service, person.email)).toHaveLength(2);
    expect(await remove(tokens, moved.password)).toBe(204);
    expect(await otpMailsTo(service, moved.email)).toEqual([]);
    expect(await otpMailsTo(service, person.email)).toHaveLength(1);
  });
});

test("a code whose account is deleted while a provider has its mail leaves nothing", async ({
  expect,
}) => {
  const { person, tokens } = await newSignedIn(service);
  const release = Promise.withResolvers<void>();
  service.email.answerWith(async ({ to }) => {
    if (to === person.email) await release.promise;
    return undefined as never;
  });
  await sendOtp(service, person.email);
  const { id } = await otpMailIn(service, person.email, "queued");
  expect(await remove(tokens, person.password)).toBe(204);
  release.resolve();
  service.email.answerWith(null);
  expect(await query(service, "select from mail_messages where id = $1", id)).toEqual([]);
  expect(await query(service, "select from otp_requests where message_id = $1", id)).toEqual([]);
});
