import { describe, test } from "vitest";
import { replayTraffic } from "../support/replay-text.ts";
import { json } from "../support/answer.ts";
import { activate, getMe, newPerson, postJson, registerNew, wrongCode } from "../support/client.ts";
import { operator } from "../support/operator.ts";
import { randomAddress } from "../support/random-address.ts";
import { startService } from "../support/service.ts";

describe("the journal", () => {
  test("has each decision with hashed keys, and what became of the request", async ({ expect }) => {
    await using service = await startService();
    const ops = operator(service);
    const from = randomAddress();
    const { person, code } = await registerNew(service);
    await activate(service, person, code);
    const stranger = newPerson();
    for (let i = 0; i < 6; i++) await service.request("/users", { ...postJson(stranger), from });

    const exported = await ops.get("/ops/journal");
    expect(exported.headers.get("content-type")).toBe("application/x-ndjson");
    const text = await exported.text();
    for (const secret of [person.email, stranger.email, from, person.password])
      expect(text).not.toContain(secret);
    // Four digits stand by chance in a moment, in a quota and in a hash.
    expect(text).not.toMatch(new RegExp(String.raw`(?<![\w-])${code}(?![\w/-])`));
    const [settings, ...decisions] = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(settings).toMatchObject({
      type: "settings",
      policies: { "activate.ip": { quota: "30/1m", mode: "enforce" } },
      guess: { digits: 4, budget: 10 },
    });
    const activation = decisions.filter(({ route }) => route === "POST /auth/activate");
    expect(activation).toMatchObject([
      { policy: "activate.ip", decision: "allowed", cost: 1, outcome: "activated" },
      { policy: "activate.address", decision: "allowed", sends_mail: false },
      { policy: "sign-in.failures", decision: "allowed", sends_mail: false },
    ]);
    const registration = decisions.find(({ subject }) => subject === activation[0].subject);
    expect(registration).toMatchObject({
      route: "POST /users",
      policy: "register.ip",
      sends_mail: true,
      outcome: "activated",
    });
    const refused = decisions.filter(({ decision }) => decision === "refused");
    expect(refused).toMatchObject([{ policy: "send.hour", outcome: null }]);
  });

  test("is replayed with other quotas, through the API and from the export alike", async ({
    expect,
  }) => {
    await using service = await startService();
    const ops = operator(service);
    const from = randomAddress();
    // A client that calls all its requests the same does not make one request of them.
    const named = { "x-request-id": "one-and-the-same" };
    for (let i = 0; i < 6; i++)
      await service.request("/users", { ...postJson(newPerson(), named), from });
    const set = { "register.ip": "2/1h" };
    const replay = await json(ops.post("/ops/simulations", { set }));
    expect(replay).toMatchObject({
      before: { refused_requests: 0 },
      after: { refused_requests: 4, mails_saved: 4 },
      policies: expect.arrayContaining([
        {
          policy: "register.ip",
          before: "20/1h",
          after: "2/1h",
          refused_before: 0,
          refused_after: 4,
        },
      ]),
    });
    const exported = await (await ops.get("/ops/journal")).text();
    const fromFile = replayTraffic(exported, { "register.ip": "2/1h" });
    expect(fromFile.after.refusedRequests).toBe(4);
  });

  test("tells a dry run what a change would have done, and nothing is changed", async ({
    expect,
  }) => {
    await using service = await startService();
    const ops = operator(service);
    const from = randomAddress();
    const { person, code } = await registerNew(service);
    for (let i = 1; i <= 3; i++)
      await service.request("/auth/activate", {
        ...postJson({ code: wrongCode(code, i) }, basicOf(person)),
        from,
      });
    await activate(service, person, code);
    const path = "/ops/limits/activate.ip?dry_run=true";
    const change = { quota: "1/1m", reason: "what if" };
    const tight = await json(ops.put(path, change));
    expect(tight).toMatchObject({
      dry_run: true,
      replay: { after: { refused_requests: 2, refused_users: 1, refused_abusers: 0 } },
    });
    // In shadow mode the same quota would have refused nobody.
    const shadow = await json(ops.put(path, { ...change, mode: "shadow" }));
    expect(shadow).toMatchObject({ replay: { after: { refused_requests: 0 } } });
    const after = await json(ops.get("/ops/limits/activate.ip"));
    expect(after).toMatchObject({ version: 0, settings: { quota: "30/1m" } });
  });

  test("keeps no more than it may, and nothing when it is off", async ({ expect }) => {
    await using small = await startService({ JOURNAL_MAX: "100" });
    await using off = await startService({ JOURNAL_MAX: "0" });
    for (const service of [small, off])
      for (let i = 0; i < 400; i++) await getMe(service, newPerson());
    const requests = async (service: typeof small): Promise<number> => {
      const text = await (await operator(service).get("/ops/journal")).text();
      const [, ...decisions] = text.trimEnd().split("\n");
      return new Set(decisions.map((line) => JSON.parse(line).request)).size;
    };
    // Redis trims streams in whole blocks.
    expect(await requests(small)).toBeLessThanOrEqual(200);
    expect(await requests(small)).toBeGreaterThanOrEqual(100);
    expect(await requests(off)).toBe(0);
    const { redis, serviceName } = small.resources;
    expect(await redis.ttl(`journal:{${serviceName}}`)).toBeGreaterThan(0);
  });

  test("keeps nothing of operators, whose page would push everybody else out", async ({
    expect,
  }) => {
    await using service = await startService();
    const ops = operator(service);
    await ops.get("/ops/traffic");
    await getMe(service, newPerson());
    const exported = await (await ops.get("/ops/journal")).text();
    expect(exported).toContain('"policy":"sign-in.ip"');
    expect(exported).not.toContain('"policy":"ops.ip"');
    const replay = await ops.post("/ops/simulations", { set: { "ops.ip": "10/1m" } });
    expect(replay.status).toBe(422);
    expect((await json(replay)).errors[0].message).toContain("nothing is recorded");
  });

  test.for([
    [{ set: { nothing: "1/1m" } }, "set.nothing", "is not a limit"],
    [{ set: { "activate.ip": "0/1m" } }, "set.activate.ip", 'like "5/15m"'],
    [{ set: { "activate.ip": 5 } }, "set.activate.ip", "must be text"],
    [{ set: [] }, "set", "must be an object"],
    [{}, "set", "is required"],
  ] as const)("refuses a simulation of %j", async ([body, field, message], { expect }) => {
    await using service = await startService();
    const answer = await operator(service).post("/ops/simulations", body);
    expect(answer.status).toBe(422);
    expect((await json(answer)).errors).toEqual([
      { field, message: expect.stringContaining(message) },
    ]);
  });
});

const basicOf = ({ email, password }: { email: string; password: string }) => ({
  authorization: `Basic ${Buffer.from(`${email}:${password}`).toString("base64")}`,
});
