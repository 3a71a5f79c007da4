import { afterAll, beforeAll, describe, test } from "vitest";
import { createApps } from "../../src/app.ts";
import { POLICIES } from "../../src/limits/policies.ts";
import { newPerson, postJson, register } from "../support/client.ts";
import { faultsOf } from "../support/header-faults.ts";
import {
  type DocumentedOperation,
  everyCredential,
  readOperations,
} from "../support/operations.ts";
import { operator } from "../support/operator.ts";
import { pathsOfPages } from "../support/page-paths.ts";
import { type TestService, startService } from "../support/service.ts";

const PUBLIC_URL = "https://id.shop.test";

let service: TestService;
let credentials: Record<string, string>;
beforeAll(async () => {
  service = await startService({ PUBLIC_URL });
  credentials = await everyCredential(service);
});
afterAll(() => service[Symbol.asyncDispose]());

const operations = await readOperations();

const ask = (
  { method, path, headers, body }: DocumentedOperation,
  authorization: string | undefined,
): Promise<Response> =>
  service.request(path, {
    method,
    headers: {
      ...headers,
      ...(authorization === undefined ? {} : { authorization }),
      ...(body ? { "content-type": body.type } : {}),
    },
    ...(body ? { body: JSON.stringify(body.example) } : {}),
  });

describe("every answer says the same to browsers:", () => {
  test.for(operations)("$name", async (operation, { expect }) => {
    const [scheme = ""] = operation.security;
    for (const authorization of [undefined, "Basic x", credentials[scheme]]) {
      const response = await ask(operation, authorization);
      expect(response.status).not.toBe(500);
      expect(faultsOf(response)).toEqual([]);
    }
  });

  test("also each page of ours for operators and programmers, script and style", async ({
    expect,
  }) => {
    const { routes } = createApps(service.resources).app;
    const paths = routes
      .filter(({ method, path }) => method === "GET" && !/[:*]/.test(path))
      .map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(["/docs", "/ops", "/ops/assets/ops.js"]));
    const { pages } = pathsOfPages(service);
    const others = paths.filter((path) => !pages.includes(path));
    for (const path of [...others, "/problems/rate_limited", "/problems/none", "/nowhere"])
      for (const headers of [{}, operator(service).headers()] as Record<string, string>[])
        expect(faultsOf(await service.request(path, { headers })), path).toEqual([]);
  });

  test("and every refusal", async ({ expect }) => {
    const type = { "content-type": "application/json" };
    const answers = {
      400: service.request("/users", { method: "POST", headers: type, body: "{" }),
      404: service.request("/nowhere"),
      405: service.request("/users", { method: "DELETE" }),
      413: service.request("/users", { method: "POST", headers: type, body: "x".repeat(17_000) }),
      415: service.request("/users", { method: "POST", body: "x" }),
      422: register(service, { email: "x", password: "x" }),
      431: service.request("/users/me", { headers: { "x-junk": "x".repeat(9000) } }),
    };
    for (const [status, answer] of Object.entries(answers)) {
      const response = await answer;
      expect(response.status).toBe(Number(status));
      expect(faultsOf(response), status).toEqual([]);
    }
    const person = newPerson();
    let last = await register(service, person);
    for (let i = 0; i < POLICIES["send.hour"].quota.count; i++)
      last = await register(service, person);
    expect(last.status).toBe(429);
    expect(faultsOf(last)).toEqual([]);
  });

  test("and every fault of ours, of which it tells an id and nothing else", async ({ expect }) => {
    const { resources } = service;
    const fault = (): never => {
      throw new Error("select secret from /srv/latchkey at db.shop.test:5432");
    };
    const broken = [
      { ...resources, hasher: { ...resources.hasher, hash: fault } },
      { ...resources, limiter: { ...resources.limiter, spend: fault } },
      { ...resources, passwordPolicy: { check: fault } },
    ];
    for (const parts of broken) {
      const { app } = createApps(parts);
      const response = await app.request("/users", postJson(newPerson()), {
        peerAddress: "198.18.0.7",
        hostCount: 1,
        headerBytes: 0,
      });
      expect(response.status).toBe(500);
      expect(faultsOf(response)).toEqual([]);
      expect(Object.keys((await response.json()) as object).toSorted()).toEqual([
        "code",
        "request_id",
        "status",
        "title",
        "type",
      ]);
    }
  });
});

test("over http nothing is said about https", async ({ expect }) => {
  await using local = await startService({ PUBLIC_URL: "http://127.0.0.1:8080" });
  for (const path of ["/health/live", "/docs", "/nowhere"]) {
    const response = await local.request(path);
    expect(faultsOf(response, { transport: null })).toEqual([]);
    expect(faultsOf(response)).toHaveLength(1);
  }
});
