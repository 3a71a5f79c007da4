import { describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { newPerson, wrongCode } from "../support/client.ts";
import { askForOtp, sendOtp, verifyOtp } from "../support/otp.ts";
import { newOtpId } from "../support/otp-attack.ts";
import { startService } from "../support/service.ts";

describe.each([6, 10])("OTP_DIGITS=%i", (digits) => {
  test("is what the mail has, what is taken, and what the API document says", async ({
    expect,
  }) => {
    await using service = await startService({ OTP_DIGITS: String(digits) });
    const { id, code } = await askForOtp(service);
    expect(code).toMatch(new RegExp(`^\\d{${digits}}$`));
    for (const other of [code.slice(1), `0${code}`, code.padEnd(8, "0").slice(0, 8)])
      expect((await verifyOtp(service, id, other)).status).toBe(422);
    expect((await verifyOtp(service, id, wrongCode(code))).status).toBe(400);
    expect((await verifyOtp(service, id, code)).status).toBe(200);
    const { components } = await json(service.request("/openapi.json"));
    const { pattern, example } = components.schemas.OtpCheck.properties.code;
    expect(pattern).toBe(String.raw`^(\d{${digits}}|\d{12})$`);
    expect(example).toMatch(new RegExp(pattern));
  });
});

test("OTP_ATTEMPTS and OTP_BUDGET bound the guesses of an id, and of an address", async ({
  expect,
}) => {
  await using service = await startService({ OTP_ATTEMPTS: "2", OTP_BUDGET: "3" });
  const { email, id, code } = await askForOtp(service);
  const statuses = [];
  for (let i = 1; i <= 3; i++)
    statuses.push((await verifyOtp(service, id, wrongCode(code, i))).status);
  expect(statuses).toEqual([400, 400, 429]);
  const other = await newOtpId(service, email);
  const last = await verifyOtp(service, other, wrongCode(code));
  expect(await json(last)).toMatchObject({ code: "code_incorrect", attempts_left: 0 });
  expect((await verifyOtp(service, other, code)).status).toBe(429);
  const next = await askForOtp(service, { email });
  expect(next.code).toMatch(/^\d{12}$/);
  expect((await verifyOtp(service, next.id, next.code)).status).toBe(200);
});

test("OTP_TTL_SECONDS is how long a code is good, and what its mail says", async ({ expect }) => {
  await using minutes = await startService({ OTP_TTL_SECONDS: "120", CODE_RESEND_SECONDS: "45" });
  const { email } = newPerson();
  const { expires_at, resend_after } = await json(sendOtp(minutes, email));
  expect(Date.parse(expires_at) - Date.parse(resend_after)).toBe(75_000);
  expect((await minutes.email.mailTo(email)).text).toContain("valid for 2 minutes");

  await using quick = await startService({ OTP_TTL_SECONDS: "1", CODE_RESEND_SECONDS: "1" });
  const id = await newOtpId(quick, newPerson().email);
  await expect.poll(async () => (await verifyOtp(quick, id, "00000000")).status).toBe(410);
});
