import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import {
  API,
  CLIENTS,
  DASHBOARD,
  faceOf,
  openClientSession,
  postAs,
  postForm,
  renewAs,
} from "../support/oauth.ts";
import { type TestService, startService } from "../support/service.ts";
import {
  type Tokens,
  getMeAs,
  newActivePerson,
  newSignedIn,
  refresh,
  sendAs,
} from "../support/session.ts";

const PAGE = "https://shop.test";
let service: TestService;
beforeAll(async () => {
  service = await startService({
    OAUTH_CLIENTS: CLIENTS,
    OAUTH_PASSWORD_GRANT: "on",
    CORS_ORIGINS: PAGE,
  });
});
afterAll(() => service[Symbol.asyncDispose]());

const clientSession = async (): Promise<Tokens> =>
  openClientSession(service, DASHBOARD, await newActivePerson(service));

describe("the refresh grant", () => {
  test("renews a session as RFC 6749 §5.1 says, and keeps it out of every cache", async ({
    expect,
  }) => {
    const { tokens } = await newSignedIn(service);
    const response = await renewAs(service, null, tokens);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("pragma")).toBe("no-cache");
    const renewed = await json(response);
    expect(renewed).toEqual({
      access_token: expect.any(String),
      token_type: "Bearer",
      expires_in: 300,
      refresh_token: expect.any(String),
    });
    expect(renewed.refresh_token).not.toBe(tokens.refresh_token);
    expect((await getMeAs(service, renewed)).status).toBe(200);
    // A lost reply is given again, as at POST /sessions/refresh.
    expect(await json(renewAs(service, null, tokens))).toMatchObject({
      refresh_token: renewed.refresh_token,
    });
  });

  test("is there for our own sign-in under its own name too", async ({ expect }) => {
    const { tokens } = await newSignedIn(service);
    const fields = { grant_type: "refresh_token", refresh_token: tokens.refresh_token };
    const named = await postAs(service, null, "token", { ...fields, client_id: "latchkey" });
    expect(named.status).toBe(200);
  });

  test("is there for the pages of an origin that is let in, with and without a secret", async ({
    expect,
  }) => {
    const asked = {
      origin: PAGE,
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization,content-type",
    };
    const preflight = await service.request("/oauth/token", { method: "OPTIONS", headers: asked });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe(PAGE);
    const { tokens } = await newSignedIn(service);
    const fields = { grant_type: "refresh_token", refresh_token: tokens.refresh_token };
    const answer = await service.request("/oauth/token", postForm(fields, { origin: PAGE }));
    expect(answer.status).toBe(200);
    expect(answer.headers.get("access-control-allow-origin")).toBe(PAGE);
  });

  test("ends a session whose old token is played again", async ({ expect }) => {
    const first = await clientSession();
    const second: Tokens = await json(renewAs(service, DASHBOARD, first));
    const third: Tokens = await json(renewAs(service, DASHBOARD, second));
    expect((await getMeAs(service, third)).status).toBe(200);
    expect(await json(renewAs(service, DASHBOARD, first))).toMatchObject({
      error: "invalid_grant",
    });
    expect((await getMeAs(service, third)).status).toBe(401);
    expect(await json(renewAs(service, DASHBOARD, third))).toMatchObject({
      error: "invalid_grant",
    });
  });
});

describe("the session of a client is renewed by that client alone", () => {
  test.for([
    ["nobody", null],
    ["another client", API],
  ] as const)("not by %s", async ([, who], { expect }) => {
    const tokens = await clientSession();
    const refused = await renewAs(service, who, tokens);
    expect(refused.status).toBe(400);
    expect(await json(refused)).toMatchObject({ error: "invalid_grant" });
    // It harmed nothing.
    expect((await renewAs(service, DASHBOARD, tokens)).status).toBe(200);
  });

  test("nor at POST /sessions/refresh", async ({ expect }) => {
    const tokens = await clientSession();
    expect((await refresh(service, tokens)).status).toBe(401);
    expect((await renewAs(service, DASHBOARD, tokens)).status).toBe(200);
  });

  test("and one of our own sign-in by no client", async ({ expect }) => {
    const { tokens } = await newSignedIn(service);
    const refused = await renewAs(service, DASHBOARD, tokens);
    expect(await json(refused)).toMatchObject({ error: "invalid_grant" });
    expect((await renewAs(service, null, tokens)).status).toBe(200);
  });
});

test("unknown, foreign, ended, expired and made-up refresh tokens are refused alike", async ({
  expect,
}) => {
  const [foreign, ended, idle, tooOld, live] = await Promise.all(
    Array.from({ length: 5 }, clientSession),
  );
  if (!foreign || !ended || !idle || !tooOld || !live) throw new Error("no sessions");
  await sendAs(service, ended, "DELETE", "/sessions/current");
  const expire = (column: string, { access_token }: Tokens): Promise<unknown> => {
    const [, claims = ""] = access_token.split(".");
    const { sid } = JSON.parse(Buffer.from(claims, "base64url").toString()) as { sid: string };
    return service.resources.pool.query(
      `update sessions set ${column} = now() - interval '1 second' where id = $1`,
      [sid],
    );
  };
  await expire("idle_expires_at", idle);
  await expire("expires_at", tooOld);
  const tokens: [string, typeof API | null][] = [
    [foreign.refresh_token, API],
    [foreign.refresh_token, null],
    ...[ended, idle, tooOld].map((each): [string, typeof API] => [each.refresh_token, DASHBOARD]),
    [live.access_token, DASHBOARD],
    ["x", DASHBOARD],
    ["x".repeat(86), DASHBOARD],
    [`${live.refresh_token.slice(0, -4)}AAAA`, DASHBOARD],
    [`${live.refresh_token}A`, DASHBOARD],
    ["' or 1=1 --\u0000", DASHBOARD],
  ];
  const faces = await Promise.all(
    tokens.map(async ([refresh_token, client]) =>
      faceOf(await renewAs(service, client, { refresh_token })),
    ),
  );
  for (const face of faces) expect(face).toEqual(faces[0]);
  expect(faces[0]).toMatchObject({
    status: 400,
    body: JSON.stringify({
      error: "invalid_grant",
      error_description: "The grant is not, or no longer, good for this client",
    }),
  });
  // Control: the face of one that is good is another.
  expect((await renewAs(service, DASHBOARD, live)).status).toBe(200);
});
