import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { newPerson } from "../support/client.ts";
import { askForOtp, sendOtp, verifyOtp } from "../support/otp.ts";
import {
  countMails,
  guessAtOnce,
  newOtpId,
  otpCodeTo,
  passOtpCooldown,
  spendGuesses,
  wrongCodes,
} from "../support/otp-attack.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService({ PROOF_AUDIENCES: "shop" });
});
afterAll(() => service[Symbol.asyncDispose]());

const proves = async (id: string, code: string): Promise<boolean> =>
  (await verifyOtp(service, id, code)).status === 200;

/** A stranger asks twenty times, inside the cool-down, and between them once after it. */
async function askLikeAStranger(email: string): Promise<number[]> {
  const statuses = await Promise.all(
    Array.from({ length: 20 }, async () => (await sendOtp(service, email)).status),
  );
  await passOtpCooldown(service, email);
  return [...statuses, (await sendOtp(service, email)).status];
}

describe("while a stranger asks for codes, twenty in a minute and more", () => {
  test("the owner signs in with his first code and its id", async ({ expect }) => {
    for (let round = 0; round < 5; round++) {
      const { email, id, code } = await askForOtp(service);
      for (let minute = 0; minute < 3; minute++)
        expect(new Set(await askLikeAStranger(email))).toEqual(new Set([202]));
      expect(await proves(id, code)).toBe(true);
    }
  });

  test("and with an id that he got by asking again, to the limit of the address and beyond", async ({
    expect,
  }) => {
    const { email, code } = await askForOtp(service);
    for (let minute = 0; minute < 8; minute++)
      expect(new Set(await askLikeAStranger(email))).toEqual(new Set([202]));
    await service.email.mailTo(email, 5);
    const answer = await sendOtp(service, email);
    const { id, resend_after } = await json(answer);
    // Five were sent in an hour: there is no room before the oldest of them is forgotten.
    expect(Date.parse(resend_after)).toBeGreaterThan(Date.now() + 300_000);
    expect(await proves(id, code)).toBe(true);
    expect(await countMails(service, email)).toBe(5);
    for (const nth of [2, 3, 4, 5]) {
      const other = await newOtpId(service, email);
      expect(await proves(other, await otpCodeTo(service, email, nth))).toBe(true);
    }
    // When none is left, one more is sent, and once more before long: he is told to wait as by any limit.
    const last = await askForOtp(service, { email });
    expect(await proves(last.id, last.code)).toBe(true);
    const refused = await sendOtp(service, email);
    expect(refused.status).toBe(429);
    const { "violated-policies": violated, retry_after } = await json(refused);
    expect(violated).toEqual(["otp-send.reserve"]);
    expect(retry_after).toBeLessThanOrEqual(567);
    expect(await countMails(service, email)).toBe(6);
  });

  test("for other purposes and audiences, to the limit of the address, he signs in all the same", async ({
    expect,
  }) => {
    const { email } = newPerson();
    for (let i = 0; i < 4; i++) await newOtpId(service, email, { purpose: `purpose-${i}` });
    await newOtpId(service, email, { audience: "shop" });
    expect((await sendOtp(service, email, { purpose: "purpose-5" })).status).toBe(429);
    expect((await sendOtp(service, email, { audience: "shop", purpose: "x" })).status).toBe(429);
    // The next mail is the sixth, and not one of these.
    await otpCodeTo(service, email, 5);
    // Also when a stranger is the first to ask: forty times at once.
    const asked = await Promise.all(Array.from({ length: 40 }, () => sendOtp(service, email)));
    expect(new Set(asked.map(({ status }) => status))).toEqual(new Set([202]));
    const code = await otpCodeTo(service, email, 6);
    const answer = await json(await sendOtp(service, email));
    // Nobody waits for longer than that one is good.
    expect(Date.parse(answer.resend_after)).toBeLessThanOrEqual(Date.parse(answer.expires_at));
    expect(await proves(answer.id, code)).toBe(true);
    expect(await countMails(service, email)).toBe(6);
  });

  test("and when his codes are void by guesses as well", async ({ expect }) => {
    const { email } = await askForOtp(service);
    for (let i = 0; i < 4; i++) await newOtpId(service, email, { purpose: `purpose-${i}` });
    // The next mail is the sixth, and not one of these.
    await otpCodeTo(service, email, 5);
    await spendGuesses(service, email);
    const { id, code } = await askForOtp(service, { email });
    expect(code).toMatch(/^\d{12}$/);
    expect(await proves(id, code)).toBe(true);
  });

  test("for other purposes, his code and his cool-down are his own", async ({ expect }) => {
    const { email, id, code } = await askForOtp(service);
    for (let i = 0; i < 6; i++) await sendOtp(service, email, { purpose: `purpose-${i}` });
    const again = await newOtpId(service, email);
    expect(await countMails(service, email)).toBe(5);
    expect(await proves(again, code)).toBe(true);
    expect((await verifyOtp(service, id, code)).status).toBe(410);
  });
});

describe("a stranger who guesses on ids of his own", () => {
  test("does not spend the tries of the owner's id", async ({ expect }) => {
    const { email, id, code } = await askForOtp(service);
    const strange = await newOtpId(service, email);
    await guessAtOnce([service], strange, wrongCodes(code, 20));
    expect((await verifyOtp(service, strange, code)).status).toBe(429);
    const wrong = await verifyOtp(service, id, wrongCodes(code, 1)[0] ?? "");
    expect((await json(wrong)).attempts_left).toBe(4);
    expect(await proves(id, code)).toBe(true);
  });

  test("until the guesses of the address are spent: the owner's next mail has 12 digits, comes at once, and is good", async ({
    expect,
  }) => {
    const { email, id, code } = await askForOtp(service);
    await spendGuesses(service, email);
    const refused = await verifyOtp(service, id, code);
    expect(refused.status).toBe(429);
    expect(await json(refused)).toMatchObject({ code: "code_exhausted", attempts_left: 0 });
    const next = await askForOtp(service, { email });
    expect(next.code).toMatch(/^\d{12}$/);
    // Neither that one is spent by others' guesses: each id has its own five.
    for (let i = 0; i < 6; i++)
      await guessAtOnce([service], await newOtpId(service, email), wrongCodes(next.code, 6));
    // The older one is dead, and the id that came with it is good for the new one.
    expect((await verifyOtp(service, next.id, code)).status).toBe(400);
    expect(await proves(id, next.code)).toBe(true);
  });

  test("five at a long code with one id, and no more", async ({ expect }) => {
    const { email } = await askForOtp(service);
    await spendGuesses(service, email);
    const { id, code } = await askForOtp(service, { email });
    const guesses = wrongCodes(code, 40);
    expect(await guessAtOnce([service], id, guesses)).toEqual({
      code_incorrect: 5,
      code_exhausted: 35,
    });
    expect((await verifyOtp(service, id, code)).status).toBe(429);
    expect(await proves(await newOtpId(service, email), code)).toBe(true);
  });
});
