import { afterAll, beforeAll, describe, test } from "vitest";
import { postJson, activate, registerNew } from "../support/client.ts";
import { confirmAddress, newAsking } from "../support/email-change.ts";
import { askForOtp, verifyOtp } from "../support/otp.ts";
import { UNLIMITED_OTP } from "../support/otp-attack.ts";
import { confirmReset, requestReset, tokenIn } from "../support/password-reset.ts";
import { newActivePerson } from "../support/session.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  // Room for every pair: what refuses a code is no count.
  const room = { OTP_ATTEMPTS: "10", OTP_BUDGET: "100" };
  service = await startService({ ...UNLIMITED_OTP, ...room, PROOF_AUDIENCES: "shop,bank" });
});
afterAll(() => service[Symbol.asyncDispose]());

const statusOf = async (answer: Promise<Response>): Promise<number> => (await answer).status;

describe("a passwordless code is good for what it was asked for, and nothing else", () => {
  test("not for another address, purpose or audience: of all pairs only its own", async ({
    expect,
  }) => {
    const { email } = await newActivePerson(service);
    const scopes = [{}, { purpose: "payment" }, { audience: "shop" }, { audience: "bank" }];
    const mixed = { purpose: "payment", audience: "shop" };
    const asked = [];
    for (const scope of [...scopes, mixed]) {
      asked.push(await askForOtp(service, { email, ...scope }));
      asked.push(await askForOtp(service, scope));
    }
    const accepted = [];
    for (const [i, { id }] of asked.entries())
      for (const [j, { code }] of asked.entries()) {
        if (i === j) continue;
        const { status } = await verifyOtp(service, id, code);
        if (status !== 400) accepted.push([i, j, status]);
      }
    expect(accepted).toEqual([]);
    for (const { id, code } of asked)
      expect(await statusOf(verifyOtp(service, id, code))).toBe(200);
  });

  test("not to activate, nor to change an address; and codes for those are no passwordless ones", async ({
    expect,
  }) => {
    const { person, code: activation } = await registerNew(service);
    const otp = await askForOtp(service, { email: person.email });
    expect(await statusOf(activate(service, person, otp.code))).toBe(400);
    const short = otp.code.slice(0, 4);
    if (short !== activation) expect(await statusOf(activate(service, person, short))).toBe(400);
    expect(await statusOf(verifyOtp(service, otp.id, activation))).toBe(422);
    expect(await statusOf(verifyOtp(service, otp.id, activation.padStart(8, "0")))).toBe(400);
    expect(await statusOf(activate(service, person, activation))).toBe(200);
    expect(await statusOf(verifyOtp(service, otp.id, otp.code))).toBe(200);

    const asking = await newAsking(service);
    for (const email of [asking.email, asking.person.email]) {
      const { id, code } = await askForOtp(service, { email });
      expect(await statusOf(confirmAddress(service, asking.tokens, code))).toBe(400);
      expect(await statusOf(verifyOtp(service, id, asking.code))).toBe(400);
      expect(await statusOf(verifyOtp(service, id, code))).toBe(200);
    }
    expect(await statusOf(confirmAddress(service, asking.tokens, asking.code))).toBe(200);
  });

  test("nor to reset a password; and a reset token is no code and no id", async ({ expect }) => {
    const person = await newActivePerson(service);
    await requestReset(service, person.email);
    const token = tokenIn(await service.email.mailTo(person.email, 2));
    const { id, code } = await askForOtp(service, { email: person.email });
    expect(await statusOf(verifyOtp(service, id, token))).toBe(422);
    expect(await statusOf(verifyOtp(service, token, code))).toBe(422);
    const password = "a password of three words";
    for (const given of [code, id]) {
      const status = await statusOf(confirmReset(service, given, password));
      expect([410, 422]).toContain(status);
    }
    const bearers = [id, code].map((text) =>
      service.request("/users/me", { headers: { authorization: `Bearer ${text}` } }),
    );
    for (const answer of bearers) expect(await statusOf(answer)).toBe(401);
    const refreshed = service.request("/sessions/refresh", postJson({ refresh_token: id }));
    expect(await statusOf(refreshed)).toBe(401);
    expect(await statusOf(confirmReset(service, token, password))).toBe(204);
    expect(await statusOf(verifyOtp(service, id, code))).toBe(200);
  });
});
