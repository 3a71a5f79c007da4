import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { basic, newPerson, postJson, registerNew } from "../support/client.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService({ LIMITS: "off" });
});
afterAll(() => service[Symbol.asyncDispose]());

const JSON_TYPE = { "content-type": "application/json" };
const post = (
  body: NonNullable<RequestInit["body"]>,
  headers: Record<string, string> = JSON_TYPE,
): RequestInit => ({
  method: "POST",
  headers,
  body,
  ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
});

const valid = (): string => JSON.stringify(newPerson());
const streamOf = (bytes: number): ReadableStream => {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      if (sent >= bytes) return controller.close();
      sent += 4096;
      return controller.enqueue(new Uint8Array(4096).fill(0x61));
    },
  });
};

const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);

type Case = [name: string, init: () => RequestInit, status: number, code: string];
const cases: Case[] = [
  ["no body and no type", () => ({ method: "POST" }), 422, "invalid_request"],
  ["an empty body", () => post(""), 400, "malformed_request"],
  ["broken JSON", () => post('{"email":'), 400, "malformed_request"],
  ["an array", () => post("[]"), 422, "invalid_request"],
  ["a string", () => post('"x"'), 422, "invalid_request"],
  ["null", () => post("null"), 422, "invalid_request"],
  ["1e400", () => post('{"email":1e400,"password":1e400}'), 422, "invalid_request"],
  ["8,000 levels", () => post(nested(8000)), 422, "invalid_request"],
  ["a body of 17 KB", () => post(`{"email":"${"a".repeat(17_000)}"}`), 413, "payload_too_large"],
  ["a chunked body of 1 MB", () => post(streamOf(1_000_000)), 413, "payload_too_large"],
  [
    "text/plain",
    () => post(valid(), { "content-type": "text/plain" }),
    415,
    "unsupported_media_type",
  ],
  [
    "a form",
    () => post(new URLSearchParams({ email: "a@b.co" }), {}),
    415,
    "unsupported_media_type",
  ],
  ["a multipart form", () => post(new FormData(), {}), 415, "unsupported_media_type"],
  [
    "another JSON type",
    () => post(valid(), { "content-type": "application/vnd.api+json" }),
    415,
    "unsupported_media_type",
  ],
  [
    "two types",
    () => post(valid(), { "content-type": "application/json, text/plain" }),
    415,
    "unsupported_media_type",
  ],
  [
    "a compressed body",
    () => post(valid(), { ...JSON_TYPE, "content-encoding": "gzip" }),
    415,
    "unsupported_media_type",
  ],
  [
    "64 KB of headers",
    () => post(valid(), { ...JSON_TYPE, "x-junk": "x".repeat(65_536) }),
    431,
    "headers_too_large",
  ],
];

describe("a malformed request gets a problem that says what is wrong", () => {
  test.each(cases)("%s", async (_, init, status, code) => {
    const { expect } = await import("vitest");
    const response = await service.request("/users", init());
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await json(response)).toMatchObject({
      type: expect.stringMatching(/^https?:.*\/problems\//),
      status,
      code,
      request_id: response.headers.get("x-request-id"),
    });
  });

  test("and a well-formed one is accepted (control)", async ({ expect }) => {
    expect((await service.request("/users", post(valid()))).status).toBe(202);
    const withCharset = { "content-type": "application/json; charset=UTF-8" };
    expect((await service.request("/users", post(valid(), withCharset))).status).toBe(202);
  });
});

describe("invalid fields are named", () => {
  const fields: [string, object, string][] = [
    ["a missing e-mail", { password: "long enough" }, "email"],
    ["an e-mail that is none", { email: "nobody", password: "long enough" }, "email"],
    ["a line break in it", { email: "a@b.co\r\nBcc:x@y.zz", password: "long enough" }, "email"],
    ["a local part of 65", { email: `${"a".repeat(65)}@b.co`, password: "long enough" }, "email"],
    ["a short password", { email: "a@b.co", password: "seven77" }, "password"],
    ["257 characters", { email: "a@b.co", password: "x".repeat(257) }, "password"],
    ["1,025 bytes", { email: "a@b.co", password: "\u{1f511}".repeat(256) + "x" }, "password"],
    ["a control character", { email: "a@b.co", password: "long enough\u0000" }, "password"],
    ["a lone surrogate", { email: "a@b.co", password: "long enough\ud800" }, "password"],
    ["a number", { email: "a@b.co", password: 12_345_678 }, "password"],
    ["an unknown member", { ...newPerson(), is_active: true }, "is_active"],
    ["a role", { ...newPerson(), role: "admin" }, "role"],
  ];
  test.each(fields)("%s", async (_, body, field) => {
    const { expect } = await import("vitest");
    const response = await service.request("/users", postJson(body));
    expect(response.status).toBe(422);
    const { errors } = await json(response);
    expect(errors).toEqual([{ field, message: expect.any(String) }]);
  });

  test("all at once, and no value is repeated", async ({ expect }) => {
    const response = await service.request(
      "/users",
      postJson({ email: "secret-address", password: "secret", "secret-member": 1 }),
    );
    const text = await response.text();
    expect(JSON.parse(text).errors).toHaveLength(3);
    expect(text).not.toContain("secret-address");
    expect(text).not.toContain('"secret"');
  });
});

test("__proto__ and constructor in a body pollute nothing", async ({ expect }) => {
  const { email, password } = newPerson();
  const body = `{"email":"${email}","password":"${password}","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}`;
  const response = await service.request("/users", post(body));
  expect([202, 422]).toContain(response.status);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

test("repeated Authorization fields, and ones no client should send, are 401 and never 500", async ({
  expect,
}) => {
  const { person } = await registerNew(service);
  const right = basic(person);
  const token = right.slice("Basic ".length);
  const get = (authorization: string): Promise<Response> =>
    service.request("/users/me", { headers: { authorization } });
  for (const accepted of [right, `basic ${token}`, `BASIC  ${token}`])
    expect((await get(accepted)).status, accepted.slice(0, 7)).toBe(200);
  for (const refused of [
    `${right}, ${right}`,
    `Bearer ${token}`,
    token,
    "Basic",
    `Basic ${token}=`,
  ])
    expect((await get(refused)).status, refused.slice(0, 12)).toBe(401);
});

test("an unknown path is 404, and a known one with another method 405 with Allow", async ({
  expect,
}) => {
  const unknown = await service.request("/nowhere");
  expect(unknown.status).toBe(404);
  expect(await unknown.json()).toMatchObject({ code: "not_found" });
  const wrong = await service.request("/users", { method: "DELETE" });
  expect(wrong.status).toBe(405);
  expect(wrong.headers.get("allow")).toBe("POST");
  expect(await wrong.json()).toMatchObject({ code: "method_not_allowed" });
});

test("two Host fields are refused", async ({ expect }) => {
  const { createApps } = await import("../../src/app.ts");
  const { app } = createApps(service.resources);
  const answer = (hostCount: number): Response | Promise<Response> =>
    app.request("/health/live", {}, { peerAddress: "198.18.0.1", hostCount, headerBytes: 0 });
  expect((await answer(2)).status).toBe(400);
  expect((await answer(1)).status).toBe(200);
});
