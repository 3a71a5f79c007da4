import { afterAll, beforeAll, describe, test } from "vitest";
import { newPerson } from "../support/client.ts";
import { askForOtp, verifyOtp } from "../support/otp.ts";
import {
  UNLIMITED_OTP,
  countTries,
  countWrong,
  guessAtOnce,
  newOtpId,
  otpCodeTo,
  wrongCodes,
} from "../support/otp-attack.ts";
import { type TestService, startService } from "../support/service.ts";
import { giveTime } from "../support/patience.ts";

let service: TestService;
let both: TestService[];
beforeAll(async () => {
  service = await startService(UNLIMITED_OTP);
  const { DATABASE_URL, SECRET_KEY } = service.resources.config;
  const same = { DATABASE_URL, SECRET_KEY, EMAIL_API_URL: service.email.url };
  both = [service, await startService({ ...UNLIMITED_OTP, ...same })];
  // A crowded machine is no fault that these tests are about.
  for (const { resources } of both) giveTime(resources.redis, 20_000);
});
afterAll(() => Promise.all(both.map((each) => each[Symbol.asyncDispose]())));

describe("parallel guesses on two instances", () => {
  test("500 with an id: 5 are compared", async ({ expect }) => {
    const { email, id, code } = await askForOtp(service);
    expect(await guessAtOnce(both, id, wrongCodes(code, 500))).toEqual({
      code_incorrect: 5,
      code_exhausted: 495,
    });
    expect(await countWrong(service, email)).toBe(5);
    expect(await countTries(service, email)).toEqual([5]);
    expect((await verifyOtp(service, id, code)).status).toBe(429);
  });

  test("40 addresses, 40 guesses each: 5 of each are compared", async ({ expect }) => {
    const asked = await Promise.all(Array.from({ length: 40 }, () => askForOtp(service)));
    const answers = await Promise.all(
      asked.map(({ id, code }) => guessAtOnce(both, id, wrongCodes(code, 40))),
    );
    for (const each of answers) expect(each).toEqual({ code_incorrect: 5, code_exhausted: 35 });
  });

  test("40 ids of one address, for two purposes and audiences: 10 are compared, and the right ones no more", async ({
    expect,
  }) => {
    const { email, code } = await askForOtp(service);
    const payment = await askForOtp(service, { email, purpose: "payment" });
    const ids = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        newOtpId(service, email, i % 2 === 0 ? {} : { purpose: "payment" }),
      ),
    );
    const answers = await Promise.all(ids.map((id) => guessAtOnce(both, id, wrongCodes(code, 25))));
    const compared = answers.map((each) => each["code_incorrect"] ?? 0);
    expect(compared.reduce((sum, each) => sum + each, 0)).toBe(10);
    expect(Math.max(...compared)).toBeLessThanOrEqual(5);
    expect(await countWrong(service, email)).toBe(10);
    for (const [asked, more] of [
      [code, {}],
      [payment.code, { purpose: "payment" }],
    ] as const) {
      const rest = await guessAtOnce(both, await newOtpId(service, email, more), [asked]);
      expect(rest).not.toHaveProperty("200");
    }
  });

  test("the right one among them gives one id its proof, and is used then", async ({ expect }) => {
    const email = newPerson().email;
    const first = await newOtpId(service, email);
    const code = await otpCodeTo(service, email, 1);
    const second = await newOtpId(service, email);
    const guesses = [...wrongCodes(code, 4), code, ...wrongCodes(code, 30)];
    const answers = await Promise.all([first, second].map((id) => guessAtOnce(both, id, guesses)));
    const proofs = answers.map((each) => each["200"] ?? 0);
    expect(proofs.toSorted((a, b) => a - b)).toEqual([0, 1]);
    expect(await countWrong(service, email)).toBeLessThanOrEqual(10);
  });
});

describe("with the bounds lifted", () => {
  test("all 100 of a burst are compared (control)", async ({ expect }) => {
    const lifted = { OTP_ATTEMPTS: "10", OTP_BUDGET: "100" };
    await using other = await startService({ ...UNLIMITED_OTP, ...lifted });
    giveTime(other.resources.redis, 20_000);
    const { email, code } = await askForOtp(other);
    const ids = await Promise.all(Array.from({ length: 10 }, () => newOtpId(other, email)));
    const answers = await Promise.all(
      ids.map((id) => guessAtOnce([other], id, wrongCodes(code, 10))),
    );
    for (const each of answers) expect(each).toEqual({ code_incorrect: 10 });
  });
});
