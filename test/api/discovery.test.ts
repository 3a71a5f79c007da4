import { createLocalJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, test } from "vitest";
import { json } from "../support/answer.ts";
import { partsOf } from "../support/forge.ts";
import { CLIENTS } from "../support/oauth.ts";
import { type TestService, startService } from "../support/service.ts";
import { newSignedIn } from "../support/session.ts";

const PUBLIC_URL = "https://id.shop.test/";
const METADATA = "/.well-known/oauth-authorization-server";
const KEY_SET = "/.well-known/jwks.json";
let service: TestService;
beforeAll(async () => {
  service = await startService({ PUBLIC_URL, OAUTH_CLIENTS: CLIENTS });
});
afterAll(() => service[Symbol.asyncDispose]());

test("the key set is public halves alone, cacheable, and verifies what we sign", async ({
  expect,
}) => {
  const response = await service.request(KEY_SET);
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("public, max-age=300");
  expect(response.headers.get("content-type")).toBe("application/json");
  const keySet = await json(response);
  expect(keySet).toEqual({
    keys: [
      {
        kty: "OKP",
        crv: "Ed25519",
        alg: "EdDSA",
        use: "sig",
        x: expect.stringMatching(/^[\w-]{43}$/),
        kid: expect.stringMatching(/^[\w-]{43}$/),
      },
    ],
  });
  const { tokens } = await newSignedIn(service);
  const verified = await jwtVerify(tokens.access_token, createLocalJWKSet(keySet), {
    issuer: PUBLIC_URL,
    audience: PUBLIC_URL,
    typ: "at+jwt",
    algorithms: ["EdDSA"],
  });
  expect(verified.payload["sid"]).toBe(tokens.session_id);
});

test("the metadata name what is there, and the issuer as tokens do, to the letter", async ({
  expect,
}) => {
  const response = await service.request(METADATA);
  expect(response.headers.get("cache-control")).toBe("public, max-age=300");
  const metadata = await json(response);
  const withSecret = ["client_secret_basic", "client_secret_post"];
  expect(metadata).toEqual({
    issuer: PUBLIC_URL,
    jwks_uri: "https://id.shop.test/.well-known/jwks.json",
    token_endpoint: "https://id.shop.test/oauth/token",
    revocation_endpoint: "https://id.shop.test/oauth/revoke",
    introspection_endpoint: "https://id.shop.test/oauth/introspect",
    grant_types_supported: ["refresh_token"],
    response_types_supported: [],
    token_endpoint_auth_methods_supported: ["none", ...withSecret],
    revocation_endpoint_auth_methods_supported: ["none", ...withSecret],
    introspection_endpoint_auth_methods_supported: withSecret,
    service_documentation: "https://id.shop.test/docs",
  });
  const { tokens } = await newSignedIn(service);
  expect(partsOf(tokens.access_token).claims["iss"]).toBe(metadata.issuer);
  for (const [name, address] of Object.entries(metadata)) {
    if (!name.endsWith("_endpoint")) continue;
    const { pathname } = new URL(String(address));
    expect((await service.request(pathname, { method: "POST" })).status, name).toBe(400);
  }
});

test("they offer only what is turned on", async ({ expect }) => {
  await using bare = await startService({ OAUTH_PASSWORD_GRANT: "on" });
  const metadata = await json(bare.request(METADATA));
  expect(metadata).toMatchObject({
    grant_types_supported: ["refresh_token", "password"],
    token_endpoint_auth_methods_supported: ["none"],
  });
  expect(Object.keys(metadata).filter((name) => name.startsWith("introspection"))).toEqual([]);
});
