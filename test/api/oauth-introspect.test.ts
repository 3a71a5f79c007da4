import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { json } from "../support/answer.ts";
import { getMe } from "../support/client.ts";
import { partsOf } from "../support/forge.ts";
import { API, CLIENTS, DASHBOARD, openClientSession, postAs, renewAs } from "../support/oauth.ts";
import { type TestService, startService } from "../support/service.ts";
import { type Tokens, newActivePerson, newSignedIn, sendAs } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService({ OAUTH_CLIENTS: CLIENTS, OAUTH_PASSWORD_GRANT: "on" });
});
afterAll(() => service[Symbol.asyncDispose]());

const introspect = (token: string, client: typeof API | null = API): Promise<Response> =>
  postAs(service, client, "introspect", { token });

describe("an access token that is good", () => {
  test("is told of to any client, with what is in it", async ({ expect }) => {
    const { person, tokens } = await newSignedIn(service);
    const response = await introspect(tokens.access_token);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(response.headers.get("cache-control")).toBe("no-store");
    const { claims } = partsOf(tokens.access_token);
    const { id } = await json(getMe(service, person));
    expect(await json(response)).toEqual({
      active: true,
      token_type: "Bearer",
      client_id: "latchkey",
      sub: id,
      sid: tokens.session_id,
      ...(({ iss, aud, jti, iat, exp }) => ({ iss, aud, jti, iat, exp }))(claims),
    });
    expect(JSON.stringify(await json(introspect(tokens.access_token)))).not.toContain("@");
  });

  test("names the client that it was made for", async ({ expect }) => {
    const tokens = await openClientSession(service, DASHBOARD, await newActivePerson(service));
    expect(await json(introspect(tokens.access_token))).toMatchObject({ client_id: "dashboard" });
    expect(partsOf(tokens.access_token).claims).toMatchObject({ client_id: "dashboard" });
  });
});

describe("a refresh token that is good", () => {
  test("is told of to its own client alone", async ({ expect }) => {
    const tokens = await openClientSession(service, DASHBOARD, await newActivePerson(service));
    expect(await json(introspect(tokens.refresh_token, DASHBOARD))).toEqual({
      active: true,
      client_id: "dashboard",
      iss: service.resources.config.PUBLIC_URL,
      sub: expect.any(String),
      sid: expect.any(String),
    });
    expect(await json(introspect(tokens.refresh_token, API))).toEqual({ active: false });
    const { tokens: own } = await newSignedIn(service);
    expect(await json(introspect(own.refresh_token, DASHBOARD))).toEqual({ active: false });
  });

  test("until it is replaced", async ({ expect }) => {
    const tokens = await openClientSession(service, DASHBOARD, await newActivePerson(service));
    const renewed: Tokens = await json(renewAs(service, DASHBOARD, tokens));
    expect(await json(introspect(tokens.refresh_token, DASHBOARD))).toEqual({ active: false });
    expect(await json(introspect(renewed.refresh_token, DASHBOARD))).toMatchObject({
      active: true,
    });
  });
});

describe("of what is not good, nothing is told but that", () => {
  const stateOf = async (token: string): Promise<unknown> => json(introspect(token));

  test("a token whose session has ended, at once", async ({ expect }) => {
    const { tokens } = await newSignedIn(service);
    expect(await stateOf(tokens.access_token)).toMatchObject({ active: true });
    await sendAs(service, tokens, "DELETE", "/sessions/current");
    expect(await stateOf(tokens.access_token)).toEqual({ active: false });
  });

  test("a token of a disabled account", async ({ expect }) => {
    const { person, tokens } = await newSignedIn(service);
    await service.resources.pool.query("update users set status = 'disabled' where email = $1", [
      person.email,
    ]);
    expect(await stateOf(tokens.access_token)).toEqual({ active: false });
  });

  test("a token that is too old", async ({ expect }) => {
    const { tokens } = await newSignedIn(service);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 306_000 });
    try {
      expect(await stateOf(tokens.access_token)).toEqual({ active: false });
    } finally {
      vi.useRealTimers();
    }
    expect(await stateOf(tokens.access_token)).toMatchObject({ active: true });
  });

  test.for(["x", "a.b.c", "x".repeat(86), "' or 1=1 --", "\u{1f511}"])(
    "%s",
    async (token, { expect }) => {
      expect(await stateOf(token)).toEqual({ active: false });
    },
  );
});

test("nobody asks without a secret, not even with a good token", async ({ expect }) => {
  const { tokens } = await newSignedIn(service);
  const response = await introspect(tokens.access_token, null);
  expect(response.status).toBe(401);
  expect(await json(response)).toMatchObject({ error: "invalid_client" });
});
