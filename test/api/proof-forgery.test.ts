import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { postJson } from "../support/client.ts";
import type { Json } from "../support/forge.ts";
import { asClient, postForm } from "../support/oauth.ts";
import { changeDetails, changeToken, shiftFields } from "../support/proof-mutants.ts";
import { KEYS, SHARED, checkProof, makeProof } from "../support/proofs.ts";
import { type TestService, startService } from "../support/service.ts";
import { type Tokens, getMeAs, newSignedIn } from "../support/session.ts";
import { PROOF_CLAIMS } from "../support/shape-mutants.ts";
import { mutantsOf } from "../support/token-mutants.ts";

const CLIENT = { name: "api", secret: "secret-of-the-api" };
let service: TestService;
let tokens: Tokens;
beforeAll(async () => {
  service = await startService({ ...SHARED, OAUTH_CLIENTS: `${CLIENT.name}:${CLIENT.secret}` });
  ({ tokens } = await newSignedIn(service));
});
afterAll(() => service[Symbol.asyncDispose]());

/** Some of many, from all over them. */
const some = <T>(all: readonly T[], count: number): T[] =>
  Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)] as T);

test("1,000 proofs that are not quite ours: each is refused by name, and none is a fault", async ({
  expect,
}) => {
  const { jws, details } = makeProof(service);
  const shifted = shiftFields(details as Json);
  const bad = [
    ...(await mutantsOf(jws, service.resources.signingKeys.current(), PROOF_CLAIMS)),
    ...some(changeToken(jws), 300),
    ...some([...shifted, ...changeDetails(details as Json, KEYS[0]?.secret ?? "")], 400),
  ];
  expect(bad.length).toBeGreaterThanOrEqual(1000);
  const nonce = String((details as Json)["nonce"]);
  for (const good of [jws, details])
    expect((await checkProof(service, good, { nonce })).status).toBe(200);
  for (const [name, proof] of bad) {
    const response = await checkProof(service, proof, { nonce });
    // What is no text and no object is none of the proof's business.
    const { code } = await json(response);
    expect(code, name).toBe(Array.isArray(proof) ? "invalid_request" : "invalid_proof");
  }
  for (const good of [jws, details])
    expect((await checkProof(service, good, { nonce })).status).toBe(200);
});

test("a member that is there twice is read once: what is answered is what was signed", async ({
  expect,
}) => {
  const { details } = makeProof(service);
  const text = JSON.stringify(details);
  const check = (proof: string): Promise<Response> =>
    service.request("/proofs/verify", {
      ...postJson({}),
      body: `{"audience":${JSON.stringify((details as Json)["aud"])},"proof":${proof}}`,
    });
  const eve = '"email":"eve@example.com"';
  expect((await check(`${text.slice(0, -1)},${eve}}`)).status).toBe(400);
  const first = await check(`{${eve},${text.slice(1)}`);
  expect((await json(first)).email).toBe((details as Json)["email"]);
  expect((await check(`{"__proto__":{"email":"eve@example.com"},${text.slice(1)}`)).status).toBe(
    400,
  );
});

describe("a proof is good for nothing else, and nothing else is a proof", () => {
  test("as a token of a session, a client or a link", async ({ expect }) => {
    const audience = service.resources.config.TOKEN_AUDIENCE;
    const clock = Math.floor(Date.now() / 1000);
    const jws = service.resources.identityProofs.sign({
      ...makeProof(service).subject,
      aud: audience,
      iat: clock,
    });
    expect((await checkProof(service, jws, { audience })).status).toBe(200);
    expect((await getMeAs(service, { access_token: jws })).status).toBe(401);
    expect((await getMeAs(service, tokens)).status).toBe(200);
    const password = "correct horse battery staple";
    const doors = {
      "/sessions/refresh": { refresh_token: jws },
      "/password-resets/confirm": { token: jws, password },
      "/email-changes/undo": { token: jws },
      "/otp/verify": { id: jws, code: "04201337" },
    };
    // It does not even look like what they take.
    for (const [path, body] of Object.entries(doors))
      expect((await service.request(path, postJson(body))).status, path).toBe(422);
    const introspect = async (token: string): Promise<unknown> =>
      json(service.request("/oauth/introspect", postForm({ token }, asClient(CLIENT))));
    expect(await introspect(jws)).toEqual({ active: false });
    expect(await introspect(tokens.access_token)).toMatchObject({ active: true });
  });

  test("an access token, a refresh token, a session's id", async ({ expect }) => {
    const audience = service.resources.config.TOKEN_AUDIENCE;
    const { access_token: access, refresh_token: refresh, session_id: id } = tokens;
    for (const [token, detail] of [
      [access, "It is another kind of token."],
      [refresh, expect.stringContaining("It has not the form")],
      [id, expect.stringContaining("It has not the form")],
    ]) {
      const response = await checkProof(service, token, { audience });
      expect([response.status, (await json(response)).detail]).toEqual([400, detail]);
    }
  });
});
