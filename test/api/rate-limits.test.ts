import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { UnavailableError } from "../../src/domain/failure.ts";
import { json } from "../support/answer.ts";
import {
  basic,
  newPerson,
  postJson,
  register,
  registerNew,
  requestCode,
} from "../support/client.ts";
import { randomAddress } from "../support/random-address.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService({ TRUSTED_PROXIES: "1", CODE_RESEND_SECONDS: "1" });
});
afterAll(() => service[Symbol.asyncDispose]());

describe("by client address", () => {
  test("the 21st registration of an hour is refused, and says when to come again", async ({
    expect,
  }) => {
    const from = randomAddress();
    for (let left = 19; left >= 0; left--) {
      const response = await service.request("/users", { ...postJson(newPerson()), from });
      expect(response.status).toBe(202);
      expect(response.headers.get("ratelimit")).toMatch(
        new RegExp(`^"register.ip";r=${left};t=\\d+$`),
      );
    }
    const refused = await service.request("/users", { ...postJson(newPerson()), from });
    expect(refused.status).toBe(429);
    expect(await json(refused)).toMatchObject({
      code: "rate_limited",
      "violated-policies": ["register.ip"],
    });
    const retryAfter = Number(refused.headers.get("retry-after"));
    expect(retryAfter).toBeGreaterThan(3500);
    expect(retryAfter).toBeLessThanOrEqual(3780);
    expect(refused.headers.get("ratelimit-policy")).toContain('"register.ip";q=20;w=3600');
    expect(refused.headers.get("ratelimit")).toContain('"register.ip";r=0;t=');
    const elsewhere = await service.request("/users", postJson(newPerson()));
    expect(elsewhere.status).toBe(202);
  });

  test("forged forwarding fields, and the addresses of one IPv6 network, are one client", async ({
    expect,
  }) => {
    const leftOf = async (
      forwarded: string,
      more: Record<string, string> = {},
    ): Promise<string> => {
      const init = postJson(newPerson(), { "x-forwarded-for": forwarded, ...more });
      const response = await service.request("/users", init);
      return /"register.ip";r=(\d+)/.exec(response.headers.get("ratelimit") ?? "")?.[1] ?? "";
    };
    const real = randomAddress();
    expect(await leftOf(`1.1.1.1, ${real}`)).toBe("19");
    expect(await leftOf(`2.2.2.2, ${real}`)).toBe("18");
    expect(await leftOf(real)).toBe("17");
    const others = ["x-real-ip", "true-client-ip", "cf-connecting-ip", "x-client-ip"];
    for (const [i, name] of others.entries())
      expect(await leftOf(real, { [name]: randomAddress() }), name).toBe(String(16 - i));
    expect(await leftOf(real, { forwarded: `for=${randomAddress()}` })).toBe("12");
    const network = `2001:db8:${randomAddress().split(".").slice(2).join(":")}`;
    expect(await leftOf(`${network}::1`)).toBe("19");
    expect(await leftOf(`${network}:ffff:ffff:ffff:ffff`)).toBe("18");
  });
});

describe("by e-mail address", () => {
  test("the sixth mail of an hour is refused alike for a known and an unknown address", async ({
    expect,
  }) => {
    const { person: known } = await registerNew(service);
    const seen = [];
    for (const { email, sent } of [
      { email: known.email, sent: 1 },
      { email: newPerson().email, sent: 0 },
    ]) {
      for (let i = sent; i < 5; i++) {
        const response = await service.request("/users", postJson({ ...newPerson(), email }));
        expect(await json(response), `number ${i + 1}`).toMatchObject({ status: "pending" });
      }
      const response = await service.request("/users", postJson({ ...newPerson(), email }));
      const { request_id: _, retry_after: __, ...body } = await json(response);
      seen.push({ status: response.status, body });
    }
    expect(seen[0]).toMatchObject({ status: 429, body: { "violated-policies": ["send.hour"] } });
    expect(seen[1]).toEqual(seen[0]);
  });

  test("how much somebody was sent is told to nobody without the password", async ({ expect }) => {
    const { person } = await registerNew(service);
    const fields = async (answer: Promise<Response>): Promise<string> =>
      (await answer).headers.get("ratelimit") ?? "";
    expect(await fields(register(service, person))).not.toContain("send.");
    await expect.poll(() => fields(requestCode(service, person))).toContain('"send.hour";r=2');
  });

  test("repeats of one request, and a request that found no room, use up no mails", async ({
    expect,
  }) => {
    const person = newPerson();
    for (let i = 0; i < 8; i++) {
      const answer = await register(service, person, { "idempotency-key": "the same" });
      expect(answer.status).toBe(202);
    }
    const full = vi.spyOn(service.resources.hasher, "hash").mockImplementation(async () => {
      throw new UnavailableError("overloaded", 1);
    });
    for (let i = 0; i < 8; i++) expect((await register(service, person)).status).toBe(503);
    full.mockRestore();
    const statuses = [];
    for (let i = 0; i < 5; i++) statuses.push((await register(service, person)).status);
    expect(statuses).toEqual([202, 202, 202, 202, 429]);
  });

  test("who is turned away because there is no room to hash is counted nowhere", async ({
    expect,
  }) => {
    const from = randomAddress();
    const ask = (): Promise<Response> =>
      service.request("/users", { ...postJson(newPerson()), from });
    const full = vi.spyOn(service.resources.hasher, "requireRoom").mockImplementation(() => {
      throw new UnavailableError("overloaded", 1);
    });
    for (let i = 0; i < 30; i++) {
      const answer = await ask();
      expect([answer.status, answer.headers.get("ratelimit")]).toEqual([503, null]);
    }
    full.mockRestore();
    const statuses = [];
    for (let i = 0; i < 21; i++) statuses.push((await ask()).status);
    expect(statuses).toEqual([...Array<number>(20).fill(202), 429]);
  });

  test("wrong passwords from many places keep nobody from his own account", async ({ expect }) => {
    const { person, code } = await registerNew(service);
    const wrong = { authorization: basic({ ...person, password: "not the password" }) };
    const attack = (from: string): Promise<Response> =>
      service.request("/auth/activate", { ...postJson({ code: "0000" }, wrong), from });
    const statuses = [];
    for (let place = 0; place < 5; place++) {
      const from = randomAddress();
      for (let i = 0; i < 11; i++) statuses.push((await attack(from)).status);
    }
    expect(statuses.filter((status) => status === 429)).toHaveLength(5);
    expect(statuses.filter((status) => status === 401)).toHaveLength(50);
    const right = postJson({ code }, { authorization: basic(person) });
    expect((await service.request("/auth/activate", right)).status).toBe(200);
  });
});

test("in shadow mode the same is counted and told, and nothing refused", async ({ expect }) => {
  await using shadow = await startService({ LIMITS: "shadow" });
  const from = randomAddress();
  for (let i = 0; i < 21; i++) {
    const response = await shadow.request("/users", { ...postJson(newPerson()), from });
    expect(response.status).toBe(202);
    expect(response.headers.get("ratelimit-policy")).toContain("register.ip");
  }
  expect(await shadow.resources.metrics.registry.metrics()).toMatch(
    /latchkey_limit_decisions_total\{policy="register.ip",mode="shadow",result="would_refuse"\} 1\n/,
  );
});

test("switched off, nothing is counted", async ({ expect }) => {
  await using off = await startService({ LIMITS: "off" });
  const from = randomAddress();
  for (let i = 0; i < 25; i++) {
    const response = await off.request("/users", { ...postJson(newPerson()), from });
    expect(response.status).toBe(202);
    expect(response.headers.get("ratelimit")).toBeNull();
  }
});
