import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { newPerson, postJson, register } from "../support/client.ts";
import { operator } from "../support/operator.ts";
import { type TestService, startService } from "../support/service.ts";

const ORIGIN = "https://shop.test";
const OTHER = "http://localhost:5173";
const STRANGERS = [
  "https://evil.example",
  "null",
  "*",
  "",
  "http://shop.test",
  "https://shop.test:8443",
  "https://shop.test.evil.example",
  "https://evil-shop.test",
  "https://www.shop.test",
  "https://shop.tes",
  "https://shop.test/",
  "https://SHOP.test",
  "https://shop.test,https://evil.example",
  "https://shop.test https://evil.example",
  "http://localhost",
];

let service: TestService;
beforeAll(async () => {
  service = await startService({ CORS_ORIGINS: `${ORIGIN},${OTHER}` });
});
afterAll(() => service[Symbol.asyncDispose]());

const preflight = (origin: string, more: Record<string, string> = {}): RequestInit => ({
  method: "OPTIONS",
  headers: {
    origin,
    "access-control-request-method": "POST",
    "access-control-request-headers": "authorization,content-type",
    ...more,
  },
});
const corsFields = (response: Response): string[] =>
  [...response.headers.keys()].filter((name) => name.startsWith("access-control-"));
const split = (response: Response, name: string): string[] =>
  (response.headers.get(name) ?? "").split(",").map((each) => each.trim());

describe("the page of a listed origin", () => {
  test.for([ORIGIN, OTHER])("may read answers, refusals too: %s", async (origin, { expect }) => {
    const answers = [
      await register(service, newPerson(), { origin }),
      await register(service, { ...newPerson(), password: "" }, { origin }),
      await service.request("/users/me", { headers: { origin } }),
      await service.request("/nowhere", { headers: { origin } }),
      await service.request("/users", { method: "DELETE", headers: { origin } }),
      await service.request("/users", { method: "POST", body: "x", headers: { origin } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([202, 422, 401, 404, 405, 415]);
    for (const response of answers) {
      expect(response.headers.get("access-control-allow-origin")).toBe(origin);
      expect(split(response, "vary")).toContain("Origin");
      expect(split(response, "access-control-expose-headers")).toEqual([
        "RateLimit",
        "RateLimit-Policy",
        "Retry-After",
        "X-Request-Id",
        "ETag",
        "WWW-Authenticate",
      ]);
      expect(response.headers.has("access-control-allow-credentials")).toBe(false);
    }
  });

  test("may ask with every method and header of the API, and need not ask again for two hours", async ({
    expect,
  }) => {
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
      const asked = { "access-control-request-method": method };
      const response = await service.request("/users/me", preflight(ORIGIN, asked));
      expect(response.status).toBe(204);
      expect(await response.text()).toBe("");
      expect(response.headers.get("access-control-allow-origin")).toBe(ORIGIN);
      expect(split(response, "access-control-allow-methods")).toContain(method);
      expect(split(response, "access-control-allow-headers")).toEqual([
        "Authorization",
        "Content-Type",
        "Idempotency-Key",
        "If-Match",
        "Accept-Language",
      ]);
      expect(response.headers.get("access-control-max-age")).toBe("7200");
      expect(split(response, "vary")).toContain("Origin");
      expect(response.headers.has("access-control-allow-credentials")).toBe(false);
    }
  });

  test("costs no limit and no store by a preflight", async ({ expect }) => {
    const spend = vi.spyOn(service.resources.limiter, "spend");
    const response = await service.request("/users", preflight(ORIGIN));
    expect(response.status).toBe(204);
    expect(response.headers.has("ratelimit")).toBe(false);
    expect(spend).not.toHaveBeenCalled();
    await register(service, newPerson());
    expect(spend).toHaveBeenCalledOnce();
    spend.mockRestore();
  });

  test("may read a fault of ours", async ({ expect }) => {
    const { createApps } = await import("../../src/app.ts");
    const hasher = {
      ...service.resources.hasher,
      hash: () => Promise.reject(new Error("in the hasher")),
    };
    const { app } = createApps({ ...service.resources, hasher });
    const response = await app.request("/users", postJson(newPerson(), { origin: ORIGIN }), {
      peerAddress: "198.18.0.9",
      hostCount: 1,
      headerBytes: 0,
    });
    expect(response.status).toBe(500);
    expect(response.headers.get("access-control-allow-origin")).toBe(ORIGIN);
    expect(split(response, "vary")).toContain("Origin");
  });
});

describe("the page of another origin is told nothing", () => {
  test.for(STRANGERS)("%j", async (origin, { expect }) => {
    const asked = await service.request("/users", preflight(origin));
    expect(asked.status).toBe(405);
    expect(asked.headers.get("allow")).toBe("POST");
    const answered = await register(service, newPerson(), { origin });
    expect(answered.status).toBe(202);
    for (const response of [asked, answered]) {
      expect(corsFields(response)).toEqual([]);
      expect(split(response, "vary")).toContain("Origin");
    }
  });

  test("nor is who has no origin", async ({ expect }) => {
    const response = await register(service, newPerson());
    expect(corsFields(response)).toEqual([]);
    expect(split(response, "vary")).toContain("Origin");
  });
});

test("an OPTIONS that is no preflight is 405, whoever asks", async ({ expect }) => {
  for (const headers of [{}, { origin: ORIGIN }] as Record<string, string>[]) {
    const response = await service.request("/users", { method: "OPTIONS", headers });
    expect(response.status).toBe(405);
  }
});

test("operators' routes, administrators' and metrics are for no page of another origin", async ({
  expect,
}) => {
  for (const path of ["/ops", "/ops/limits", "/%6fps/limits", "/metrics", "/admin/users"]) {
    const headers = { ...operator(service).headers(), origin: ORIGIN };
    const responses = [
      await service.request(path, { headers }),
      await service.request(path, preflight(ORIGIN)),
    ];
    for (const response of responses) expect(corsFields(response), path).toEqual([]);
  }
});

test("without CORS_ORIGINS nothing is sent", async ({ expect }) => {
  await using closed = await startService();
  const asked = await closed.request("/users", preflight(ORIGIN));
  expect(asked.status).toBe(405);
  const answered = await register(closed, newPerson(), { origin: ORIGIN });
  for (const response of [asked, answered]) {
    expect(corsFields(response)).toEqual([]);
    expect(response.headers.has("vary")).toBe(false);
  }
});
