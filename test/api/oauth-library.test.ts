import * as oauth from "oauth4webapi";
import { afterAll, beforeAll, test } from "vitest";
import { API, CLIENTS, DASHBOARD, openClientSession } from "../support/oauth.ts";
import { type TestService, startService } from "../support/service.ts";
import { bearer, getMeAs, newActivePerson, newSignedIn } from "../support/session.ts";

// A client library that knows our address, and nothing else of us.
const ISSUER = new URL("https://id.shop.test");
let service: TestService;
let server: oauth.AuthorizationServer;
const options = {
  [oauth.customFetch]: (url: string, init: object) => {
    const { origin, pathname } = new URL(url);
    if (origin !== ISSUER.origin) throw new Error(`${url} is not ours`);
    return service.request(pathname, init);
  },
};

beforeAll(async () => {
  service = await startService({
    OAUTH_CLIENTS: CLIENTS,
    OAUTH_PASSWORD_GRANT: "on",
    PUBLIC_URL: ISSUER.origin,
  });
  const found = await oauth.discoveryRequest(ISSUER, { algorithm: "oauth2", ...options });
  server = await oauth.processDiscoveryResponse(ISSUER, found);
});
afterAll(() => service[Symbol.asyncDispose]());

const own: oauth.Client = { client_id: "latchkey" };
const dashboard: oauth.Client = { client_id: DASHBOARD.name };
const api: oauth.Client = { client_id: API.name };

test("finds everything by the metadata, and renews, asks and revokes", async ({ expect }) => {
  const person = await newActivePerson(service);
  const tokens = await openClientSession(service, DASHBOARD, person);
  for (const authentication of [
    oauth.ClientSecretBasic(DASHBOARD.secret),
    oauth.ClientSecretPost(DASHBOARD.secret),
  ]) {
    const answer = await oauth.refreshTokenGrantRequest(
      server,
      dashboard,
      authentication,
      tokens.refresh_token,
      options,
    );
    const renewed = await oauth.processRefreshTokenResponse(server, dashboard, answer);
    expect(renewed.expires_in).toBe(300);
    tokens.access_token = renewed.access_token;
    tokens.refresh_token = renewed.refresh_token ?? "";
  }
  const ask = async (): Promise<oauth.IntrospectionResponse> =>
    oauth.processIntrospectionResponse(
      server,
      api,
      await oauth.introspectionRequest(
        server,
        api,
        oauth.ClientSecretBasic(API.secret),
        tokens.access_token,
        options,
      ),
    );
  expect(await ask()).toMatchObject({ active: true, client_id: "dashboard" });
  const revoked = await oauth.revocationRequest(
    server,
    dashboard,
    oauth.ClientSecretBasic(DASHBOARD.secret),
    tokens.refresh_token,
    options,
  );
  await oauth.processRevocationResponse(revoked);
  expect(await ask()).toEqual({ active: false });
});

test("needs no secret for what our own sign-in opened", async ({ expect }) => {
  const { tokens } = await newSignedIn(service);
  const answer = await oauth.refreshTokenGrantRequest(
    server,
    own,
    oauth.None(),
    tokens.refresh_token,
    options,
  );
  const renewed = await oauth.processRefreshTokenResponse(server, own, answer);
  const revoked = await oauth.revocationRequest(
    server,
    own,
    oauth.None(),
    renewed.access_token,
    options,
  );
  await oauth.processRevocationResponse(revoked);
  expect((await getMeAs(service, renewed)).status).toBe(401);
});

test("verifies our access tokens by the key set, as RFC 9068 says", async ({ expect }) => {
  const { tokens } = await newSignedIn(service);
  const request = (access_token: string): Request =>
    new Request("https://api.shop.test/orders", { headers: bearer({ access_token }) });
  const validate = (token: string, audience = ISSUER.origin): Promise<oauth.JWTAccessTokenClaims> =>
    oauth.validateJwtAccessToken(server, request(token), audience, options);
  expect(await validate(tokens.access_token)).toMatchObject({
    client_id: "latchkey",
    sid: tokens.session_id,
  });
  await expect(validate(tokens.access_token, "https://other.shop.test")).rejects.toThrow(/aud/);
  await expect(validate(`${tokens.access_token.slice(0, -4)}AAAA`)).rejects.toThrow(/signature/);
});

test("understands how we refuse", async ({ expect }) => {
  const renewWith = async (secret: string): Promise<unknown> => {
    const answer = await oauth.refreshTokenGrantRequest(
      server,
      dashboard,
      oauth.ClientSecretPost(secret),
      "of nobody",
      options,
    );
    return oauth.processRefreshTokenResponse(server, dashboard, answer).then(
      () => "renewed",
      (error: unknown) => error,
    );
  };
  const refused = await renewWith(DASHBOARD.secret);
  expect(refused).toBeInstanceOf(oauth.ResponseBodyError);
  expect(refused).toMatchObject({ status: 400, error: "invalid_grant" });
  // Ahead of the body, it reads the challenge.
  const challenged = await renewWith("wrong");
  expect(challenged).toBeInstanceOf(oauth.WWWAuthenticateChallengeError);
  expect(challenged).toMatchObject({ status: 401, cause: [{ scheme: "basic" }] });
});
