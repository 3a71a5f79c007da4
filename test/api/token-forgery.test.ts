import { afterAll, beforeAll, test, vi } from "vitest";
import { json } from "../support/answer.ts";
import { forge, partsOf, signerOf } from "../support/forge.ts";
import { asClient, postForm } from "../support/oauth.ts";
import { type TestService, startService } from "../support/service.ts";
import { type Tokens, getMeAs, newSignedIn } from "../support/session.ts";
import { mutantsOf } from "../support/token-mutants.ts";

const CLIENT = { name: "api", secret: "secret-of-the-api" };
let service: TestService;
let tokens: Tokens;
beforeAll(async () => {
  service = await startService({ OAUTH_CLIENTS: `${CLIENT.name}:${CLIENT.secret}` });
  ({ tokens } = await newSignedIn(service));
});
afterAll(() => service[Symbol.asyncDispose]());

const statusOf = async (access_token: string): Promise<number> =>
  (await getMeAs(service, { access_token })).status;
const introspect = (token: string): Promise<unknown> =>
  json(service.request("/oauth/introspect", postForm({ token }, asClient(CLIENT))));

test("300 mutants of a token and more: none is accepted, and none is a fault", async ({
  expect,
}) => {
  const { access_token: token, refresh_token: refreshToken, session_id: sessionId } = tokens;
  const mutants = await mutantsOf(token, service.resources.signingKeys.current());
  mutants.push(["the refresh token", refreshToken], ["the session's id", sessionId]);
  expect(new Set(mutants.map(([, mutant]) => mutant)).size).toBeGreaterThanOrEqual(300);
  expect(await statusOf(token)).toBe(200);
  expect(await introspect(token)).toMatchObject({ active: true });
  for (const [name, mutant] of mutants) {
    expect(mutant, name).not.toBe(token);
    expect(await statusOf(mutant), name).toBe(401);
    if (mutant !== "") expect(await introspect(mutant), name).toEqual({ active: false });
  }
  // What is tried in between changes nothing.
  expect(await statusOf(token)).toBe(200);
});

test("a token like ours is accepted when our key signed it (control of the forger)", async ({
  expect,
}) => {
  const { header, claims } = partsOf(tokens.access_token);
  const { privateKey } = service.resources.signingKeys.current();
  expect(await statusOf(await forge(header, claims, signerOf(privateKey)))).toBe(200);
});

test("exp, iat and nbf are exact to the second, with a tolerance of five", async ({ expect }) => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  try {
    const now = Math.floor(Date.now() / 1000);
    const life = service.resources.accessTokens.lifeSeconds;
    const { header, claims } = partsOf(tokens.access_token);
    const ours = signerOf(service.resources.signingKeys.current().privateKey);
    const accepts = async (changes: Record<string, number>): Promise<boolean> => {
      const status = await statusOf(await forge(header, { ...claims, ...changes }, ours));
      expect([200, 401]).toContain(status);
      return status === 200;
    };
    let refused = 0;
    for (let d = -10; d <= 10; d++) {
      const cases: [Record<string, number>, boolean][] = [
        [{ iat: now, exp: now + d }, d > -5],
        [{ iat: now + d, exp: now + life }, d <= 5],
        [{ iat: now, exp: now + life, nbf: now + d }, d <= 5],
        // However far its end is: no token is older than they get.
        [{ iat: now - life + d, exp: now + 10 * life }, d >= -5],
      ];
      for (const [changes, isGood] of cases) {
        expect(await accepts(changes), JSON.stringify({ d, ...changes })).toBe(isGood);
        if (!isGood) refused++;
      }
    }
    expect(refused).toBe(6 + 5 + 5 + 5);
  } finally {
    vi.useRealTimers();
  }
});
