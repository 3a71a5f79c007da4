import { describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { activate, getMe, registerNew, wrongCode } from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import {
  type DocumentedOperation,
  everyCredential,
  readOperations,
} from "../support/operations.ts";
import { startOwnRedis } from "../support/own-redis.ts";
import { openFaultProxy, through } from "../support/fault-proxy.ts";
import { type TestService, startService } from "../support/service.ts";

// What ends the session of whoever asks comes last.
const endsSession = ({ name }: DocumentedOperation): boolean => name === "delete /sessions/current";
const all = await readOperations();
const operations = [...all.filter((each) => !endsSession(each)), ...all.filter(endsSession)];

/** Asks for every operation of the API document, each with what it takes and whom it is for; by name. */
async function askAll(
  service: TestService,
  credentials: Record<string, string>,
): Promise<Map<string, Response>> {
  const ask = async ({
    method,
    path,
    headers,
    body,
    security: [scheme = ""],
  }: DocumentedOperation) => {
    const fields = new Headers(headers);
    const authorization = credentials[scheme];
    if (authorization !== undefined) fields.set("authorization", authorization);
    if (body) fields.set("content-type", body.type);
    const text =
      body?.type === "application/json"
        ? JSON.stringify(body.example)
        : new URLSearchParams(body?.example as Record<string, string>).toString();
    return service.request(path, { method, headers: fields, ...(body && { body: text }) });
  };
  const answers = new Map<string, Response>();
  for (const operation of operations) answers.set(operation.name, await ask(operation));
  return answers;
}

/** How often a password or a code was compared so far, and a limit refused. */
async function countDecisions({ resources: { metrics } }: TestService): Promise<{
  compared: number;
  refused: number;
}> {
  const [checks, codes, otp, limits] = await Promise.all([
    metrics.passwordChecks.get(),
    metrics.codes.get(),
    metrics.otp.get(),
    metrics.limitDecisions.get(),
  ]);
  const sum = (values: { value: number }[]): number =>
    values.reduce((total, { value }) => total + value, 0);
  const isGuess = ({ labels }: { labels: { event?: string | number } }): boolean =>
    labels.event === "right" || labels.event === "wrong" || labels.event === "exhausted";
  return {
    compared:
      sum(checks.values) + sum(codes.values.filter(isGuess)) + sum(otp.values.filter(isGuess)),
    refused: sum(limits.values.filter(({ labels }) => labels.result === "refused")),
  };
}

/** What answered something else than that a store is away and when to come again. */
const others = (answers: Map<string, Response>): Record<string, number> =>
  Object.fromEntries(
    [...answers]
      .filter(([, { status, headers }]) => status !== 503 || !headers.has("retry-after"))
      .map(([name, { status }]) => [name, status]),
  );

/** What no store is asked for: keys, and tokens and names that nobody made. */
const NEEDS_NOTHING = {
  "post /sessions/refresh": 401,
  "post /oauth/token": 400,
  "post /oauth/revoke": 200,
  "post /oauth/introspect": 401,
  "post /proofs/verify": 400,
  "post /otp/verify": 422,
  "get /.well-known/jwks.json": 200,
  "get /.well-known/oauth-authorization-server": 200,
  "post /webhooks/email/{provider}": 404,
  // Of a plain request; with a handshake both stores are asked, see the tests of live notices.
  "get /live": 426,
  "get /": 200,
  "get /health/live": 200,
};

/** What is in memory, or in Redis. */
const NEEDS_NO_POSTGRES = {
  "get /ops/limits": 200,
  "get /ops/limits/{name}": 200,
  "get /ops/guess-bound": 200,
  "get /ops/traffic": 200,
  "get /ops/journal": 200,
  "post /ops/simulations": 200,
};

/** What compares no password and no code: who is signed in, administrators and operators go on. */
const NEEDS_NO_REDIS = {
  "get /sessions": 200,
  "delete /sessions": 204,
  "delete /sessions/{id}": 404,
  "delete /sessions/current": 204,
  "patch /users/me": 200,
  // There is none to confirm.
  "post /users/me/email/confirm": 410,
  "get /ops/limits": 200,
  "get /ops/limits/{name}": 200,
  "put /ops/limits/{name}": 200,
  "delete /ops/limits/{name}": 412,
  "get /ops/changes": 200,
  "get /ops/events": 200,
  "get /ops/mail": 200,
  "get /ops/mail/dead-letters": 200,
  "post /ops/mail/dead-letters/redrive": 200,
  "post /ops/mail/dead-letters/drop": 200,
  "post /ops/mail/lookup": 200,
  "delete /ops/mail/suppressions": 404,
  "get /ops/webhooks": 200,
  "get /ops/webhooks/events": 200,
  "post /ops/webhooks/redrive": 200,
  "post /ops/webhooks/drop": 200,
  "get /admin/users": 200,
  "get /admin/users/{id}": 404,
  "patch /admin/users/{id}": 404,
  "delete /admin/users/{id}": 404,
  "post /admin/users/{id}/unlock": 404,
  "get /admin/audit": 200,
};

/** What only reads in Redis, which it can without room. */
const ONLY_READS = {
  "get /health/ready": 200,
  "get /ops/breaker": 200,
  "get /ops/guess-bound": 200,
  "get /ops/journal": 200,
  "get /ops/traffic": 200,
  "post /ops/limits/explain": 200,
  "delete /ops/limits/buckets/{id}": 404,
  "post /ops/simulations": 200,
};

describe("every route tells when a store is away, and when to come again", () => {
  test("Postgres: all but those that need none", async ({ expect }) => {
    const databaseUrl = await createDatabase();
    const proxy = await openFaultProxy(Number(new URL(databaseUrl).port));
    await using service = await startService({ DATABASE_URL: through(databaseUrl, proxy) });
    const credentials = await everyCredential(service);
    const before = await askAll(service, credentials);
    expect([...before.values()].filter(({ status }) => status >= 500)).toEqual([]);
    await proxy[Symbol.asyncDispose]();
    const away = others(await askAll(service, credentials));
    expect(away).toEqual({ ...NEEDS_NOTHING, ...NEEDS_NO_POSTGRES });
  });

  test("Redis: all but those that need none, or let pass", async ({ expect }) => {
    await using redis = await startOwnRedis();
    await using service = await startService({ REDIS_URL: redis.url });
    const credentials = await everyCredential(service);
    await redis.kill();
    const away = others(await askAll(service, credentials));
    expect(away).toEqual({ ...NEEDS_NOTHING, ...NEEDS_NO_REDIS });
  });

  test("Redis without room: the same, no limit is said to be reached, and nothing is compared", async ({
    expect,
  }) => {
    await using redis = await startOwnRedis();
    await using service = await startService({ REDIS_URL: redis.url });
    const nothing = await countDecisions(service);
    const credentials = await everyCredential(service);
    const { person, code } = await registerNew(service);
    const before = await countDecisions(service);
    // With room for it, passwords are compared (control).
    expect(before.compared).toBeGreaterThan(nothing.compared);
    await redis.ask("CONFIG", "SET", "maxmemory", "1mb");
    await expect(redis.ask("SET", "test:key", "no room")).rejects.toThrow("OOM");

    const answers = await askAll(service, credentials);
    expect(others(answers)).toEqual({ ...NEEDS_NOTHING, ...NEEDS_NO_REDIS, ...ONLY_READS });
    for (const guess of [code, wrongCode(code)])
      expect((await activate(service, person, guess)).status).toBe(503);
    expect(await countDecisions(service)).toEqual(before);

    await redis.ask("CONFIG", "SET", "maxmemory", "0");
    expect(await json(getMe(service, person))).toMatchObject({ code: { attempts_left: 5 } });
    expect((await activate(service, person, code)).status).toBe(200);
  });
});
