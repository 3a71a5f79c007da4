import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import {
  activate,
  newPerson,
  postJson,
  register,
  registerNew,
  wrongCode,
} from "../support/client.ts";
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

type Bucket = { id: string; limit: string; used: number; left: number; refuses: boolean };

const explain = async (
  ip: string,
  email: string | undefined,
  route: string,
): Promise<{ buckets: Bucket[]; guess_budget: unknown }> => {
  const answer = await ops.post("/ops/limits/explain", { ip, email, route });
  if (!answer.ok) throw new Error(await answer.text());
  return json(answer);
};

describe("explaining", () => {
  test("lists each bucket of a route, with what is used, and counts nothing itself", async ({
    expect,
  }) => {
    const person = newPerson();
    const from = randomAddress();
    for (let i = 0; i < 3; i++) await service.request("/users", { ...postJson(person), from });
    for (let look = 0; look < 2; look++) {
      const { buckets, guess_budget: budget } = await explain(from, person.email, "POST /users");
      expect(buckets).toMatchObject([
        { limit: "register.ip", mode: "enforce", quota: "20/1h", used: 3, left: 17 },
        { limit: "register.service", mode: "shadow" },
        { limit: "send.hour", used: 3, left: 2, refuses: false },
        { limit: "send.day", used: 3, left: 7 },
        { limit: "send.service" },
      ]);
      expect(budget).toMatchObject({ used: expect.any(Number), left: expect.any(Number) });
    }
    const elsewhere = await explain(randomAddress(), undefined, "POST /users");
    expect(elsewhere.buckets[0]).toMatchObject({ used: 0, resets_at: null });
    // What counts by somebody who is not given cannot be told.
    expect(elsewhere.buckets.map(({ limit }) => limit)).toEqual([
      "register.ip",
      "register.service",
      "send.service",
    ]);
    expect(elsewhere.guess_budget).toBeNull();
  });

  test("names the bucket that refuses, and finds what counts by account", async ({ expect }) => {
    const { person, code } = await registerNew(service);
    await activate(service, person, wrongCode(code));
    const from = randomAddress();
    const send = (): Promise<Response> => service.request("/users", { ...postJson(person), from });
    for (let i = 0; i < 5; i++) await send();
    expect((await send()).status).toBe(429);
    const { buckets } = await explain(from, person.email, "POST /auth/activation-codes");
    expect(buckets.filter(({ refuses }) => refuses).map(({ limit }) => limit)).toEqual([
      "send.hour",
    ]);
    expect(buckets.map(({ limit }) => limit)).toContain("resend.account");
    const { email } = newPerson();
    const unknown = await explain(from, email, "POST /auth/activation-codes");
    expect(unknown.buckets.map(({ limit }) => limit)).not.toContain("resend.account");
  });

  test("tells how the operators' own limit stands", async ({ expect }) => {
    const from = randomAddress();
    for (let i = 0; i < 3; i++) await service.request("/ops/limits", { from });
    const { buckets } = await explain(from, undefined, "/ops/*");
    expect(buckets).toMatchObject([{ limit: "ops.ip", used: 3 }]);
  });

  test("is logged as what it is, although the path of a limit fits it too", async ({ expect }) => {
    await explain(randomAddress(), undefined, "POST /users");
    const logged = service.logLines
      .map((line) => JSON.parse(line))
      .filter(({ method, route }) => method === "POST" && route?.startsWith("/ops/"));
    expect(new Set(logged.map(({ route }) => route))).toEqual(new Set(["/ops/limits/explain"]));
  });

  test("tells the guesses that an address used", async ({ expect }) => {
    const { person, code } = await registerNew(service);
    for (let i = 1; i <= 2; i++) await activate(service, person, wrongCode(code, i));
    await activate(service, person, code);
    const { guess_budget: budget } = await explain("::1", person.email, "POST /auth/activate");
    expect(budget).toEqual({ used: 2, left: 8 });
  });

  test.for([
    ["ip", { ip: "somewhere" }],
    ["ip", { ip: undefined }],
    ["email", { email: "nobody" }],
    ["route", { route: "GET /nowhere" }],
    ["extra", { extra: 1 }],
  ] as const)("of a bad %s is refused: %j", async ([field, over], { expect }) => {
    const body = { ip: "198.51.100.7", email: "ada@example.com", route: "POST /users", ...over };
    const answer = await ops.post("/ops/limits/explain", body);
    expect(answer.status).toBe(422);
    expect((await json(answer)).errors[0].field).toBe(field);
  });
});

describe("clearing a bucket", () => {
  test("lets somebody in again, and is noted with who and why", async ({ expect }) => {
    const person = newPerson();
    const from = randomAddress();
    for (let i = 0; i < 5; i++) await register(service, person);
    expect((await register(service, person)).status).toBe(429);
    const { buckets } = await explain(from, person.email, "POST /users");
    const id = buckets.find(({ refuses }) => refuses)?.id ?? "";
    const cleared = await ops.delete(`/ops/limits/buckets/${id}`, { reason: "a support ticket" });
    expect(cleared.status).toBe(204);
    expect((await register(service, person)).status).toBe(202);
    const { events } = await json(ops.get("/ops/events"));
    expect(events).toMatchObject([
      { kind: "bucket_cleared", subject: id, by: "ops", reason: "a support ticket" },
    ]);
  });

  test("at one instance clears it at the other", async ({ expect }) => {
    const { DATABASE_URL, REDIS_URL, SECRET_KEY } = service.resources.config;
    await using other = await startService({ DATABASE_URL, REDIS_URL, SECRET_KEY });
    const person = newPerson();
    for (let i = 0; i < 6; i++) await register(service, person);
    // Both refuse (control), and more than once: whatever they keep in memory they have by now.
    for (const at of [service, other, service, other])
      expect((await register(at, person)).status).toBe(429);
    const { buckets } = await explain(randomAddress(), person.email, "POST /users");
    const id = buckets.find(({ refuses }) => refuses)?.id ?? "";
    const cleared = await ops.delete(`/ops/limits/buckets/${id}`, { reason: "a support ticket" });
    expect(cleared.status).toBe(204);
    for (const at of [other, service]) expect((await register(at, person)).status).toBe(202);
  });

  test("that there is not is 404, and notes nothing", async ({ expect }) => {
    const { buckets } = await explain(randomAddress(), undefined, "POST /auth/activate");
    const id = buckets[0]?.id ?? "";
    expect((await ops.delete(`/ops/limits/buckets/${id}`, { reason: "x" })).status).toBe(404);
    const noted = await service.resources.pool.query("select from ops_events where subject = $1", [
      id,
    ]);
    expect(noted.rowCount).toBe(0);
  });

  test.for(["activate.ip", "nothing.ip:x", "activate.ip:../../x", "guess.address:abc", "*"])(
    "of no limit is 404: %s",
    async (id, { expect }) => {
      const path = `/ops/limits/buckets/${encodeURIComponent(id)}`;
      expect((await ops.delete(path, { reason: "x" })).status).toBe(404);
    },
  );
});
