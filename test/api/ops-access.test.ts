import { afterAll, beforeAll, describe, test } from "vitest";
import { operator } from "../support/operator.ts";
import { randomAddress } from "../support/random-address.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
let ops: ReturnType<typeof operator>;
beforeAll(async () => {
  service = await startService();
  ops = operator(service);
});
afterAll(() => service[Symbol.asyncDispose]());

describe("the operators' routes", () => {
  test("want the operators' password, and a page of the same site", async ({ expect }) => {
    const ask = async (headers: Record<string, string>): Promise<number> =>
      (await service.request("/ops/limits", { headers })).status;
    expect(await ask({})).toBe(401);
    expect(await ask(ops.headers("wrong"))).toBe(401);
    expect(await ask({ ...ops.headers(), "sec-fetch-site": "cross-site" })).toBe(403);
    expect(await ask({ ...ops.headers(), "sec-fetch-site": "same-origin" })).toBe(200);
    expect(await ask(ops.headers())).toBe(200);
  });

  test("are not there without a password", async ({ expect }) => {
    await using plain = await startService({ OPS_PASSWORD: "" });
    for (const path of ["/ops/limits", "/metrics", "/ops"])
      expect((await plain.request(path, { headers: ops.headers() })).status, path).toBe(404);
  });

  test("are limited themselves, by address", async ({ expect }) => {
    const from = randomAddress();
    const statuses = [];
    for (let i = 0; i < 605; i++)
      statuses.push((await service.request("/ops/limits", { from })).status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(600);
    expect(statuses.filter((status) => status === 429)).toHaveLength(5);
  });
});
