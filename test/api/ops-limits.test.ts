import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { newPerson, postJson } from "../support/client.ts";
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

const CHANGE = { quota: "2/1h", reason: "a test" };
const versionOf = async (name: string): Promise<string> =>
  (await ops.get(`/ops/limits/${name}`)).headers.get("etag") ?? "";

describe("the list", () => {
  test("has every limit with its routes and its true bound", async ({ expect }) => {
    const { limits } = await json(ops.get("/ops/limits"));
    expect(limits.find(({ name }: { name: string }) => name === "activate.ip")).toEqual({
      name: "activate.ip",
      settings: {
        quota: "30/1m",
        mode: "enforce",
        when_redis_is_away: "deny",
        allow: [],
        candidate: null,
      },
      default: expect.objectContaining({ quota: "30/1m" }),
      version: 0,
      counts_by: "ip",
      routes: ["POST /auth/activate", "POST /activate"],
      bound: "never more than 30 in any 1m; a slot is free again at most 3 s late",
    });
    const find = (wanted: string) => limits.find(({ name }: { name: string }) => name === wanted);
    expect(find("send.day").bound).toContain("at most 72 min late");
    expect(find("ops.ip").routes).toEqual(["/ops/*"]);
    expect(find("reset.ip").routes).toEqual(["POST /password-resets", "POST /forgot"]);
    expect(find("otp-send.address").routes).toEqual(["POST /otp/send"]);
    expect(find("otp-check.ip").routes).toEqual(["POST /otp/verify"]);
  });
});

describe("a change", () => {
  test("holds at once, is kept with who and why, and can be put back", async ({ expect }) => {
    const name = "register.ip";
    const changed = await ops.put(`/ops/limits/${name}`, CHANGE, await versionOf(name));
    expect(changed.status).toBe(200);
    expect(changed.headers.get("etag")).toBe(await versionOf(name));
    expect(await json(changed)).toMatchObject({ settings: { quota: "2/1h", mode: "enforce" } });

    const from = randomAddress();
    const statuses = [];
    for (let i = 0; i < 3; i++)
      statuses.push((await service.request("/users", { ...postJson(newPerson()), from })).status);
    expect(statuses).toEqual([202, 202, 429]);

    const back = await ops.delete(
      `/ops/limits/${name}`,
      { reason: "enough" },
      await versionOf(name),
    );
    expect(await json(back)).toMatchObject({ settings: { quota: "20/1h" } });
    expect((await service.request("/users", { ...postJson(newPerson()), from })).status).toBe(202);
    const { changes } = await json(ops.get("/ops/changes?limit=2"));
    expect(changes).toMatchObject([
      { limit: name, settings: null, previous: { quota: "2/1h" }, by: "ops", reason: "enough" },
      { limit: name, settings: { quota: "2/1h" }, previous: { quota: "20/1h" }, reason: "a test" },
    ]);
  });

  test("of the quota alone leaves the rest as the limit has it by default", async ({ expect }) => {
    await using own = await startService();
    const put = async (name: string, change: object): Promise<unknown> =>
      json(operator(own).put(`/ops/limits/${name}`, { reason: "a test", ...change }, '"0"'));
    // It only warns: a higher quota must not make it refuse.
    const warning = await put("register.service", { quota: "8000/1h" });
    expect(warning).toMatchObject({ settings: { quota: "8000/1h", mode: "shadow" } });
    const biting = await put("send.service", { quota: "8000/1h", mode: "enforce" });
    expect(biting).toMatchObject({ settings: { mode: "enforce" } });
    const open = await put("ops.ip", { quota: "300/1m" });
    expect(open).toMatchObject({ settings: { quota: "300/1m", when_redis_is_away: "allow" } });
  });

  test("of a version that somebody else changed is refused", async ({ expect }) => {
    const name = "resend.ip";
    const version = await versionOf(name);
    const answers = await Promise.all(
      ["3/1h", "4/1h", "5/1h"].map((quota) =>
        ops.put(`/ops/limits/${name}`, { ...CHANGE, quota }, version),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(2);
    const none = await ops.put(`/ops/limits/${name}`, CHANGE);
    expect(none.status).toBe(428);
    for (const tag of [`W/${await versionOf(name)}`, '"999999"', "0", '""'])
      expect((await ops.put(`/ops/limits/${name}`, CHANGE, tag)).status, tag).toBe(412);
    for (const tag of [await versionOf(name), "*"])
      expect((await ops.put(`/ops/limits/${name}`, CHANGE, tag)).status, tag).toBe(200);
  });

  test.for([
    ["quota", { quota: "0/1m" }],
    ["quota", { quota: "-1/1m" }],
    ["quota", { quota: "1000000000/1m" }],
    ["quota", { quota: "NaN/1m" }],
    ["quota", { quota: "5" }],
    ["quota", { quota: 5 }],
    ["quota", { quota: null }],
    ["quota", { quota: "5/0m" }],
    ["quota", { quota: "5/401d" }],
    ["quota", { quota: ["5/1m"] }],
    ["quota", { quota: undefined }],
    ["mode", { mode: "OFF" }],
    ["mode", { mode: 0 }],
    ["when_redis_is_away", { when_redis_is_away: "maybe" }],
    ["candidate", { candidate: "0/1m" }],
    ["allow.0", { allow: ["everybody"] }],
    ["allow.0", { allow: ["10.0.0.0/33"] }],
    ["allow", { allow: "10.0.0.0/8" }],
    ["reason", { reason: "" }],
    ["reason", { reason: "   " }],
    ["reason", { reason: undefined }],
    ["reason", { reason: "x".repeat(501) }],
    ["window", { window: "1m" }],
  ] as const)("with a bad %s is refused: %j", async ([field, over], { expect }) => {
    const version = await versionOf("reset.ip");
    const answer = await ops.put("/ops/limits/reset.ip", { ...CHANGE, ...over }, version);
    expect(answer.status).toBe(422);
    const { errors } = await json(answer);
    expect(errors.map((error: { field: string }) => error.field)).toEqual([field]);
    expect(await versionOf("reset.ip")).toBe(version);
  });

  test("that would keep operators out is refused", async ({ expect }) => {
    for (const quota of ["1/400d", "59/1m", "1000000/1d", "100000/2h"])
      expect((await ops.put("/ops/limits/ops.ip", { ...CHANGE, quota }, '"0"')).status).toBe(422);
    const enough = await ops.put("/ops/limits/ops.ip", { ...CHANGE, quota: "3600/1h" }, '"0"');
    expect(enough.status).toBe(200);
  });

  test("of a limit that there is not is refused", async ({ expect }) => {
    for (const name of ["nothing", "__proto__", "constructor", "activate.ip.x"]) {
      const path = `/ops/limits/${name}`;
      expect((await ops.put(path, CHANGE, '"0"')).status, name).toBe(404);
      expect((await ops.get(path)).status, name).toBe(404);
    }
  });
});
