import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { newPerson, postJson } from "../support/client.ts";
import { askForOtp, verifyOtp } from "../support/otp.ts";
import { AUDIENCE, NONCE, SHARED, checkProof, makeProof } from "../support/proofs.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService(SHARED);
});
afterAll(() => service[Symbol.asyncDispose]());

describe("a service that asks whether a proof is good", () => {
  test.for(["jws", "hmac"])("is told what it says, in the form %s", async (format, { expect }) => {
    const wanted = { audience: AUDIENCE, nonce: NONCE, purpose: "change-payout" };
    const { email, id, code } = await askForOtp(service, wanted);
    const { proof, expires_in } = await json(verifyOtp(service, id, code, { format }));
    const response = await checkProof(service, proof, { nonce: NONCE });
    expect(response.status).toBe(200);
    const claims = await json(response);
    expect(claims).toEqual({
      iss: service.resources.config.PUBLIC_URL,
      aud: AUDIENCE,
      sub: expect.stringMatching(/^[\w-]{43}$/),
      email,
      email_verified: true,
      purpose: "change-payout",
      nonce: NONCE,
      jti: expect.stringMatching(/^[\da-f-]{36}$/),
      iat: expect.any(Number),
      exp: claims.iat + expires_in,
    });
    expect(response.headers.get("ratelimit-policy")).toBe('"proof-check.ip";q=6000;w=60');
  });

  test("is told what is wrong with one that is not", async ({ expect }) => {
    const { jws, details, subject } = makeProof(service);
    const late = makeProof(service, { iat: subject.iat - 400 });
    const early = makeProof(service, { iat: subject.iat + 30 });
    const { nonce: _, ...nameless } = details as Record<string, unknown>;
    const cases: [proof: unknown, more: Record<string, unknown>, detail: RegExp][] = [
      [jws, { audience: "shop" }, /for another audience/],
      [details, { audience: "shop" }, /for another audience/],
      [jws, { nonce: "another" }, /another nonce, or none/],
      [details, { nonce: "another" }, /another nonce, or none/],
      [late.jws, {}, /is over/],
      [late.details, {}, /is over/],
      [early.jws, {}, /in the future/],
      [early.details, {}, /in the future/],
      [`${jws.slice(0, -8)}AAAAAAAA`, {}, /not signed by a key of ours/],
      [{ ...details, email: "eve@example.com" }, {}, /the audience shares with us/],
      [nameless, {}, /the audience shares with us/],
      [{ ...details, admin: true }, {}, /not the form/],
      [{ ...details, version: 2 }, {}, /not the form/],
      [`${jws}.`, {}, /not the form/],
      ["", {}, /not the form/],
      ["x".repeat(12_000), {}, /not the form/],
      ["é.é.é", {}, /not the form/],
      [{}, {}, /not the form/],
    ];
    for (const [proof, more, detail] of cases) {
      const response = await checkProof(service, proof, more);
      expect([response.status, await json(response)], String(detail)).toEqual([
        400,
        expect.objectContaining({ code: "invalid_proof", detail: expect.stringMatching(detail) }),
      ]);
    }
    for (const proof of [jws, details]) expect((await checkProof(service, proof)).status).toBe(200);
  });

  test("has to say who it is, and what it asks about", async ({ expect }) => {
    const { jws } = makeProof(service);
    const fieldsOf = async (body: unknown): Promise<unknown> => {
      const response = await service.request("/proofs/verify", postJson(body));
      expect(response.status).toBe(422);
      return (await json(response)).errors.map(({ field }: { field: string }) => field);
    };
    const audience = AUDIENCE;
    expect(await fieldsOf({ proof: jws })).toEqual(["audience"]);
    for (const bad of ["", null, [AUDIENCE], { name: AUDIENCE }, "x".repeat(256)])
      expect(await fieldsOf({ proof: jws, audience: bad })).toEqual(["audience"]);
    for (const bad of [undefined, null, 7, true, [], [jws]])
      expect(await fieldsOf({ proof: bad, audience })).toEqual(["proof"]);
    // One that came out empty must not pass for none.
    for (const nonce of ["", null, 7])
      expect(await fieldsOf({ proof: jws, audience, nonce })).toEqual(["nonce"]);
    for (const single_use of ["true", 1, null])
      expect(await fieldsOf({ proof: jws, audience, single_use })).toEqual(["single_use"]);
  });

  test("leaves nothing of it in the log", async ({ expect }) => {
    const { email } = newPerson();
    const { jws, details, subject } = makeProof(service, { email });
    const { signature } = details as { signature: string };
    for (const proof of [jws, details, `${jws}x`, { ...details, email: `x${email}` }])
      await checkProof(service, proof, { single_use: true, nonce: NONCE });
    const lines = service.logLines.join("\n");
    expect(lines).toContain("/proofs/verify");
    for (const secret of [email, subject.jti, signature, NONCE, jws.slice(-40), subject.sub])
      expect(lines).not.toContain(secret);
  });
});
