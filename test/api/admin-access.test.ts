import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { type Admin, idOf, newAdmin } from "../support/admin.ts";
import { json } from "../support/answer.ts";
import { basic, postJson } from "../support/client.ts";
import { operator } from "../support/operator.ts";
import { randomAddress } from "../support/random-address.ts";
import { type TestService, startService } from "../support/service.ts";
import { type Tokens, bearer, newSignedIn, sendAs } from "../support/session.ts";

let service: TestService;
let admin: Admin;
let user: Awaited<ReturnType<typeof newSignedIn>>;
beforeAll(async () => {
  service = await startService();
  admin = await newAdmin(service);
  user = await newSignedIn(service);
});
afterAll(() => service[Symbol.asyncDispose]());

const ROUTES: [method: string, path: string, body?: unknown][] = [
  ["GET", "/admin/users"],
  ["GET", "/admin/users/{id}"],
  ["PATCH", "/admin/users/{id}", { disabled: true }],
  ["POST", "/admin/users/{id}/unlock"],
  ["DELETE", "/admin/users/{id}", {}],
  ["GET", "/admin/audit"],
  ["GET", "/admin"],
  ["GET", "/admin/nowhere"],
];

describe("every route for administrators", () => {
  test.for(ROUTES)("%s %s is theirs alone", async ([method, template, body], { expect }) => {
    const path = template.replace("{id}", await idOf(service, user.person));
    const ask = async (headers: Record<string, string>): Promise<[number, string]> => {
      const init = body === undefined ? { headers } : postJson(body, headers);
      const answer = await service.request(path, { ...init, method });
      return [answer.status, (await json(answer)).code];
    };
    expect(await ask({})).toEqual([401, "invalid_token"]);
    expect(await ask({ authorization: "Bearer nothing" })).toEqual([401, "invalid_token"]);
    expect(await ask({ authorization: basic(admin.person) })).toEqual([401, "invalid_token"]);
    expect(await ask(operator(service).headers())).toEqual([401, "invalid_token"]);
    expect(await ask(bearer(user.tokens))).toEqual([403, "admin_only"]);
    for (const site of ["cross-site", "same-site"])
      expect(await ask({ ...bearer(admin.tokens), "sec-fetch-site": site })).toEqual([
        403,
        "cross_site",
      ]);
  });

  test("opens to an administrator, and to a page of the same site (control)", async ({
    expect,
  }) => {
    for (const headers of [{}, { "sec-fetch-site": "same-origin" }, { "sec-fetch-site": "none" }]) {
      const given = { headers: { ...bearer(admin.tokens), ...headers } };
      expect((await service.request("/admin/users", given)).status).toBe(200);
      expect((await service.request("/admin/audit", given)).status).toBe(200);
    }
  });
});

test("a token of an administrator who is none any more is of no use there at once", async ({
  expect,
}) => {
  const other = await newAdmin(service);
  expect((await other.get("/admin/users")).status).toBe(200);
  expect((await admin.patch(other.id, { role: "user" })).status).toBe(200);
  expect(await json(other.get("/admin/users"))).toMatchObject({ code: "admin_only" });
});

test("administrators are limited themselves, by account from wherever they come", async ({
  expect,
}) => {
  const busy = await newAdmin(service);
  const statuses: number[] = [];
  for (let i = 0; i < 125; i++) statuses.push((await busy.get("/admin/nowhere")).status);
  expect(statuses.filter((status) => status === 404)).toHaveLength(120);
  expect(statuses.filter((status) => status === 429)).toHaveLength(5);
  expect((await admin.get("/admin/nowhere")).status).toBe(404);
});

describe("the operators' routes", () => {
  const ask = async (path: string, tokens: Pick<Tokens, "access_token">): Promise<number> =>
    (await sendAs(service, tokens, "GET", path)).status;

  test("take an administrator's access token, and of nobody else", async ({ expect }) => {
    for (const path of ["/ops/limits", "/ops/mail", "/ops", "/metrics"]) {
      expect(await ask(path, admin.tokens), path).toBe(200);
      expect(await ask(path, user.tokens), path).toBe(403);
      expect(await ask(path, { access_token: "a.b.c" }), path).toBe(401);
    }
  });

  test("note the account of an administrator who changes something", async ({ expect }) => {
    const change = { quota: "500/1h", reason: "a test" };
    const headers = { ...bearer(admin.tokens), "if-match": '"0"' };
    const path = "/ops/limits/register.ip";
    const changed = await service.request(path, { ...postJson(change, headers), method: "PUT" });
    expect(changed.status).toBe(200);
    const { changes } = await json(operator(service).get("/ops/changes"));
    expect(changes[0]).toMatchObject({ limit: "register.ip", by: admin.id, reason: "a test" });
  });

  test("are limited by address for administrators too", async ({ expect }) => {
    const from = randomAddress();
    const request = (): Promise<Response> =>
      service.request("/ops/nowhere", { from, headers: bearer(admin.tokens) });
    const statuses: number[] = [];
    for (let i = 0; i < 605; i++) statuses.push((await request()).status);
    expect(statuses.filter((status) => status === 404)).toHaveLength(600);
    expect(statuses.filter((status) => status === 429)).toHaveLength(5);
  });
});

test("on a port of their own, both have all that is theirs, and the other port nothing", async ({
  expect,
}) => {
  const { createApps } = await import("../../src/app.ts");
  const { resources } = service;
  const config = { ...resources.config, OPS_PORT: 0 };
  const { app, opsApp } = createApps({ ...resources, config });
  const bindings = { peerAddress: randomAddress(), hostCount: 1, headerBytes: 0 };
  const init = { headers: bearer(admin.tokens) };
  for (const path of ["/admin/users", "/admin/audit", `/admin/users/${admin.id}`, "/ops/limits"]) {
    expect((await app.request(path, init, bindings)).status, path).toBe(404);
    expect((await opsApp?.request(path, init, bindings))?.status, path).toBe(200);
  }
  const plain = createApps({ ...resources, config: { ...config, OPS_PASSWORD: undefined } });
  expect(plain.opsApp).toBeNull();
  expect((await plain.app.request("/admin/users", init, bindings)).status).toBe(200);
  expect((await plain.app.request("/ops/limits", init, bindings)).status).toBe(404);
});

test("the operators' password needs no Postgres", async ({ expect }) => {
  const query = vi.spyOn(service.resources.pool, "query");
  query.mockRejectedValue(new Error("connection terminated"));
  const ask = async (headers: Record<string, string>): Promise<number> =>
    (await service.request("/ops/traffic", { headers })).status;
  expect(await ask(operator(service).headers())).toBe(200);
  expect(await ask(bearer(admin.tokens))).toBe(503);
  query.mockRestore();
  expect(await ask(bearer(admin.tokens))).toBe(200);
});
