import { describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { newPerson, postJson, register } from "../support/client.ts";
import { operator } from "../support/operator.ts";
import { randomAddress } from "../support/random-address.ts";
import { startService } from "../support/service.ts";

const CHANGE = { quota: "2/1h", reason: "a test" };

describe("modes", () => {
  test("shadow counts and reports, and neither refuses nor tells clients", async ({ expect }) => {
    await using own = await startService();
    const other = operator(own);
    await other.put("/ops/limits/register.ip", { ...CHANGE, mode: "shadow" }, '"0"');
    const from = randomAddress();
    for (let i = 0; i < 4; i++) {
      const answer = await own.request("/users", { ...postJson(newPerson()), from });
      expect(answer.status).toBe(202);
      expect(answer.headers.get("ratelimit-policy") ?? "").not.toContain("register.ip");
    }
    const { limits } = await json(other.get("/ops/limits"));
    expect(limits[0].bound).toBe("nothing is refused; it would be never more than 2 in any 1h");
    const metrics = await (await other.get("/metrics")).text();
    expect(metrics).toContain(
      'latchkey_limit_decisions_total{policy="register.ip",mode="shadow",result="would_refuse"} 2',
    );
  });

  test("a candidate is evaluated beside the quota and never enforced", async ({ expect }) => {
    await using own = await startService();
    const other = operator(own);
    const change = { quota: "4/1h", candidate: "1/1h", reason: "is one enough?" };
    await other.put("/ops/limits/register.ip", change, '"0"');
    const from = randomAddress();
    const statuses = [];
    for (let i = 0; i < 6; i++)
      statuses.push((await own.request("/users", { ...postJson(newPerson()), from })).status);
    expect(statuses).toEqual([202, 202, 202, 202, 429, 429]);
    const metrics = await (await other.get("/metrics")).text();
    const count = (result: string): number =>
      Number(
        new RegExp(
          `latchkey_limit_candidate_decisions_total{policy="register.ip",result="${result}"} (\\d+)`,
        ).exec(metrics)?.[1],
      );
    expect(count("allowed")).toBe(1);
    expect(count("would_refuse")).toBe(5);
  });

  test("an allow list lets a network through, and an address where addresses are counted", async ({
    expect,
  }) => {
    await using own = await startService();
    const other = operator(own);
    const friend = newPerson();
    const allow = ["198.18.0.0/16", friend.email.toUpperCase()];
    await other.put("/ops/limits/register.ip", { ...CHANGE, quota: "1/1h", allow }, '"0"');
    await other.put("/ops/limits/send.hour", { ...CHANGE, quota: "1/1h", allow }, '"0"');
    const send = async (person: { email: string; password: string }, from: string) =>
      (await own.request("/users", { ...postJson(person), from })).status;
    for (let i = 0; i < 3; i++) expect(await send(newPerson(), "198.18.7.7")).toBe(202);
    expect(await send(newPerson(), "198.19.7.7")).toBe(202);
    expect(await send(newPerson(), "198.19.7.7")).toBe(429);
    for (let i = 0; i < 3; i++) expect(await send(friend, randomAddress())).toBe(202);
    // Anybody can write his address: it opens no limit by network.
    expect(await send(friend, "198.19.7.7")).toBe(429);
  });
});

test("a refused request spends nothing of its other limits", async ({ expect }) => {
  await using own = await startService();
  const other = operator(own);
  await other.put("/ops/limits/register.ip", { ...CHANGE, quota: "1/1h" }, '"0"');
  const from = randomAddress();
  const victim = newPerson();
  await own.request("/users", { ...postJson(newPerson()), from });
  for (let i = 0; i < 10; i++)
    expect((await own.request("/users", { ...postJson(victim), from })).status).toBe(429);
  const explained = await json(
    other.post("/ops/limits/explain", {
      ip: from,
      email: victim.email,
      route: "POST /users",
    }),
  );
  const left = Object.fromEntries(
    explained.buckets.map((bucket: { limit: string; used: number }) => [bucket.limit, bucket.used]),
  );
  expect(left).toMatchObject({ "register.ip": 1, "send.hour": 0, "send.day": 0 });
  expect((await register(own, victim)).status).toBe(202);
});
