import { decodeJwt, decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { wrongCode } from "../support/client.ts";
import { askForOtp, verifyOtp } from "../support/otp.ts";
import { type TestService, startService } from "../support/service.ts";
import { newActivePerson } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

describe("a code for an address", () => {
  test("is sent to an address that nobody has, and proves it", async ({ expect }) => {
    const { email, id, code } = await askForOtp(service, { nonce: "n-1" });
    expect(code).toMatch(/^\d{8}$/);
    const response = await verifyOtp(service, id, code);
    expect(response.status).toBe(200);
    const { proof, ...rest } = await json(response);
    expect(rest).toEqual({ format: "jws", expires_in: 300 });
    expect(decodeProtectedHeader(proof)).toMatchObject({ typ: "identity-proof+jwt", alg: "EdDSA" });
    expect(decodeJwt(proof)).toMatchObject({ email, email_verified: true, nonce: "n-1" });
  });

  test("names the active account that has it", async ({ expect }) => {
    const person = await newActivePerson(service);
    const { id, code } = await askForOtp(service, { email: person.email });
    const { proof } = await json(verifyOtp(service, id, code));
    const me = await json(
      service.request("/users/me", {
        headers: { authorization: `Basic ${btoa(`${person.email}:${person.password}`)}` },
      }),
    );
    expect(decodeJwt(proof).sub).toBe(me.id);
  });

  test("bears five wrong guesses with an id", async ({ expect }) => {
    const { id, code } = await askForOtp(service);
    const guesses = Array.from({ length: 5 }, (_, i) => wrongCode(code, i + 1));
    for (const [i, guess] of guesses.entries()) {
      const response = await verifyOtp(service, id, guess);
      expect(response.status).toBe(400);
      expect((await json(response)).attempts_left).toBe(4 - i);
    }
    expect((await verifyOtp(service, id, code)).status).toBe(429);
  });
});
