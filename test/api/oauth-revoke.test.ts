import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { API, CLIENTS, DASHBOARD, openClientSession, postAs, renewAs } from "../support/oauth.ts";
import { startOwnRedis } from "../support/own-redis.ts";
import { type TestService, startService } from "../support/service.ts";
import {
  type Tokens,
  getMeAs,
  newActivePerson,
  newSignedIn,
  openSession,
} from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService({ OAUTH_CLIENTS: CLIENTS, OAUTH_PASSWORD_GRANT: "on" });
});
afterAll(() => service[Symbol.asyncDispose]());

const KINDS = ["access_token", "refresh_token"] as const;

describe.each(KINDS)("the %s of a session", (kind) => {
  test.for([undefined, "access_token", "refresh_token", "of another kind"])(
    "ends it at once, with the hint %s",
    async (hint, { expect }) => {
      const { person, tokens } = await newSignedIn(service);
      const other = await openSession(service, person);
      const fields = { token: tokens[kind], ...(hint !== undefined && { token_type_hint: hint }) };
      const response = await postAs(service, null, "revoke", fields);
      expect(response.status).toBe(200);
      expect(await response.text()).toBe("");
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect((await getMeAs(service, tokens)).status).toBe(401);
      expect((await renewAs(service, null, tokens)).status).toBe(400);
      // Only that one; and a second time is no error.
      expect((await getMeAs(service, other)).status).toBe(200);
      expect((await postAs(service, null, "revoke", fields)).status).toBe(200);
    },
  );

  test("is revoked by its client alone", async ({ expect }) => {
    const person = await newActivePerson(service);
    const ofClient = await openClientSession(service, DASHBOARD, person);
    const own = await openSession(service, person);
    const tries: [Tokens, typeof API | null][] = [
      [ofClient, null],
      [ofClient, API],
      [own, DASHBOARD],
    ];
    for (const [tokens, client] of tries) {
      const refused = await postAs(service, client, "revoke", { token: tokens[kind] });
      expect(refused.status).toBe(400);
      expect(await json(refused)).toMatchObject({ error: "invalid_grant" });
      expect((await getMeAs(service, tokens)).status).toBe(200);
    }
    const revoked = await postAs(service, DASHBOARD, "revoke", { token: ofClient[kind] });
    expect(revoked.status).toBe(200);
    expect((await getMeAs(service, ofClient)).status).toBe(401);
  });
});

test("an older refresh token ends its session too", async ({ expect }) => {
  const { tokens: first } = await newSignedIn(service);
  const second: Tokens = await json(renewAs(service, null, first));
  await postAs(service, null, "revoke", { token: first.refresh_token });
  expect((await getMeAs(service, second)).status).toBe(401);
});

test("what is no token of ours, or of no use any more, is 200 and ends nothing", async ({
  expect,
}) => {
  const { tokens } = await newSignedIn(service);
  const flipped = tokens.refresh_token.endsWith("A") ? "B" : "A";
  for (const token of [
    "x",
    "a.b.c",
    "' or 1=1 --",
    tokens.refresh_token.slice(0, -4) + "AAA" + flipped,
    `${tokens.access_token.slice(0, -4)}AAAA`,
  ])
    expect((await postAs(service, null, "revoke", { token })).status).toBe(200);
  expect((await getMeAs(service, tokens)).status).toBe(200);
});

test("the act is written down once, with its reason and nothing secret", async ({ expect }) => {
  const { tokens } = await newSignedIn(service);
  const { session_id: sessionId, refresh_token: token } = tokens;
  await Promise.all([1, 2, 3].map(() => postAs(service, null, "revoke", { token })));
  const { rows } = await service.resources.pool.query(
    "select actor_kind, details from audit_entries where action = 'session.ended' and details->'sessions' ? $1",
    [sessionId],
  );
  const details = { sessions: [sessionId], reason: "client_revoked" };
  expect(rows).toEqual([{ actor_kind: "user", details }]);
});

test("works while Redis is away", async ({ expect }) => {
  await using redis = await startOwnRedis();
  await using lonely = await startService({ REDIS_URL: redis.url });
  const { tokens } = await newSignedIn(lonely);
  await redis.kill();
  const response = await postAs(lonely, null, "revoke", { token: tokens.refresh_token });
  expect(response.status).toBe(200);
  expect((await getMeAs(lonely, tokens)).status).toBe(401);
});
