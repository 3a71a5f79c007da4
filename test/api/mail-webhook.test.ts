import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { json } from "../support/answer.ts";
import { newPerson } from "../support/client.ts";
import { isBeside } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";
import {
  type SignedWebhook,
  newWebhookSecret,
  signStandard,
  signText,
} from "../support/webhooks.ts";

const SECRET = newWebhookSecret();
const BACKUP_SECRET = newWebhookSecret();
let service: TestService;
beforeAll(async () => {
  service = await startService({
    EMAIL_PROVIDERS: "http,http:backup,http:silent",
    EMAIL_API_WEBHOOK_SECRET: SECRET,
    EMAIL_API_URL_BACKUP: "http://backup.test",
    EMAIL_API_WEBHOOK_SECRET_BACKUP: BACKUP_SECRET,
    EMAIL_API_URL_SILENT: "http://silent.test",
  });
});
afterAll(() => service[Symbol.asyncDispose]());

const bounce = (): object => ({ type: "bounced", data: { message_id: randomUUID() } });
const post = (
  webhook: SignedWebhook,
  provider = "http",
  headers: Record<string, string> = {},
): Promise<Response> =>
  service.request(`/webhooks/email/${provider}`, {
    method: "POST",
    body: webhook.body,
    headers: { ...webhook.headers, ...headers },
  });

test("each provider has its own door and secret; one without a secret has none", async ({
  expect,
}) => {
  const statusOf = async (secret: string, provider: string): Promise<number> =>
    (await post(signStandard(secret, bounce()), provider)).status;
  expect(await statusOf(SECRET, "http")).toBe(204);
  expect(await statusOf(BACKUP_SECRET, "http:backup")).toBe(204);
  expect(await statusOf(BACKUP_SECRET, "http%3Abackup")).toBe(204);
  expect(await statusOf(SECRET, "http:backup")).toBe(403);
  for (const provider of ["http:silent", "resend", "smtp", "HTTP", "toString", "%00"])
    expect(await statusOf(SECRET, provider), provider).toBe(404);
  const get = await service.request("/webhooks/email/http");
  expect([get.status, get.headers.get("allow")]).toEqual([405, "POST"]);
});

test("what is not signed is refused by a problem, counted, and no store is asked", async ({
  expect,
}) => {
  const { pool, redis, metrics } = service.resources;
  using queries = vi.spyOn(pool, "query");
  using commands = vi.spyOn(redis, "sendCommand");
  const response = await post({ headers: { "content-type": "application/json" }, body: "{}" });
  expect(response.status).toBe(403);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(await json(response)).toMatchObject({ code: "invalid_signature" });
  expect(queries.mock.calls.filter(([statement]) => !isBeside(statement))).toEqual([]);
  expect(commands).not.toHaveBeenCalled();
  expect(await metrics.registry.metrics()).toMatch(
    /latchkey_mail_feedback_total\{provider="http",event="refused"\} [1-9]/,
  );
  await post(signStandard(SECRET, bounce()));
  expect(queries, "control").toHaveBeenCalled();
});

test("what is signed and no JSON is malformed", async ({ expect }) => {
  const webhook = signText(SECRET, '{"type":');
  const response = await post(webhook);
  expect(response.status).toBe(400);
  expect(await json(response)).toMatchObject({ code: "malformed_request" });
  expect((await post(signText(SECRET, '{"type":1}'))).status, "control").toBe(204);
});

test("while Postgres is away the provider is asked to come again", async ({ expect }) => {
  const away = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  using queries = vi.spyOn(service.resources.pool, "query");
  queries.mockImplementation(() => {
    throw away;
  });
  const response = await post(signStandard(SECRET, bounce()));
  expect(response.status).toBe(503);
  expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await json(response)).toMatchObject({ code: "unavailable" });
});

describe("bodies", () => {
  const MIB = 1_048_576;
  /** A webhook of exactly so many bytes. */
  function ofBytes(bytes: number): SignedWebhook {
    const bare = JSON.stringify({ ...bounce(), filler: "" }).length;
    return signStandard(SECRET, { ...bounce(), filler: "x".repeat(bytes - bare) });
  }
  const chunked = (body: string): RequestInit => ({
    body: new Blob([body]).stream(),
    duplex: "half",
  });

  test("may have 1 MiB here, and not one byte more", async ({ expect }) => {
    const full = ofBytes(MIB);
    expect(full.body).toHaveLength(MIB);
    expect((await post(full)).status).toBe(204);
    const over = ofBytes(MIB + 1);
    const length = { "content-length": String(MIB + 1) };
    for (const response of [
      await post(over),
      await post(over, "http", length),
      await service.request("/webhooks/email/http", {
        method: "POST",
        headers: { ...over.headers, "transfer-encoding": "chunked" },
        ...chunked(over.body),
      }),
    ]) {
      expect(response.status).toBe(413);
      expect(await json(response)).toMatchObject({ code: "payload_too_large" });
    }
  });

  test("may be of any type here: SNS says text/plain", async ({ expect }) => {
    for (const type of ["text/plain; charset=UTF-8", "application/json", "application/x-y"]) {
      const response = await post(signStandard(SECRET, bounce()), "http", { "content-type": type });
      expect(response.status, type).toBe(204);
    }
  });

  test("have the old bounds at any other door", async ({ expect }) => {
    const request = async (path: string, method: string, type: string, bytes: number) =>
      (
        await service.request(path, {
          method,
          headers: { "content-type": type },
          body: JSON.stringify({ ...newPerson(), filler: "x".repeat(bytes) }),
        })
      ).status;
    for (const path of [
      "/users",
      "/webhooks/email/http/",
      "/webhooks/email/resend",
      "/webhooks/email",
      "//webhooks/email/http",
      "/webhooks/email/../../users",
    ]) {
      expect(await request(path, "POST", "application/json", 17_000), path).toBe(413);
      expect(await request(path, "POST", "text/plain", 10), path).toBe(415);
    }
    expect(await request("/webhooks/email/http", "PUT", "text/plain", 10)).toBe(415);
    expect(await request("/webhooks/email/http", "PUT", "application/json", 17_000)).toBe(413);
    expect(await request("/users", "POST", "application/json", 10), "control").toBe(422);
  });
});
