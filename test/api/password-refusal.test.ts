import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { POLICIES } from "../../src/limits/policies.ts";
import { json } from "../support/answer.ts";
import { activate, newPerson, register, registerNew } from "../support/client.ts";
import { codeIn } from "../support/email-api.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

const count = async (table: string): Promise<number> =>
  Number((await service.resources.pool.query(`select count(*) from ${table}`)).rows[0].count);

describe("a password that is easy to guess", () => {
  test("is refused with the reason, before it is hashed, and nothing is written", async ({
    expect,
  }) => {
    const hash = vi.spyOn(service.resources.hasher, "hash");
    const before = await count("users");
    const person = newPerson();
    const local = person.email.split("@")[0] ?? "";
    for (const [password, reason] of [
      ["Password1", "too_common"],
      ["12345678", "repetitive"],
      [`${local}!1`, "contains_context"],
    ] as const) {
      const response = await register(service, { ...person, password });
      expect(response.status).toBe(422);
      expect(await json(response)).toMatchObject({
        code: "password_refused",
        reason,
        errors: [{ field: "password", message: expect.any(String) }],
      });
    }
    expect(hash).not.toHaveBeenCalled();
    expect(await count("users")).toBe(before);
    expect(service.logLines.join("\n")).not.toContain("Password1");
    expect((await register(service, person)).status).toBe(202);
    expect(hash).toHaveBeenCalledOnce();
    hash.mockRestore();
  });

  test("is refused alike for a new, a pending and an active address", async ({ expect }) => {
    const { person: pending } = await registerNew(service);
    const { person: active, code } = await registerNew(service);
    await activate(service, active, code);
    const shapes = [];
    for (const { email } of [newPerson(), pending, active]) {
      const response = await register(service, { email, password: "Password1" });
      const headers = new Headers(response.headers);
      headers.delete("x-request-id");
      const body = await response.text();
      shapes.push({
        status: response.status,
        headers: [...headers],
        body: body.replace(/"request_id":"[^"]*"/, ""),
      });
    }
    expect(shapes[1]).toEqual(shapes[0]);
    expect(shapes[2]).toEqual(shapes[0]);
  });

  test("uses up no mail of its address", async ({ expect }) => {
    const person = newPerson();
    for (let i = 0; i < POLICIES["send.day"].quota.count + 1; i++)
      expect((await register(service, { ...person, password: "Password1" })).status).toBe(422);
    expect((await register(service, person)).status).toBe(202);
  });

  test("leaves its Idempotency-Key free for a better one", async ({ expect }) => {
    const person = newPerson();
    const headers = { "idempotency-key": person.email };
    const refused = await register(service, { ...person, password: "Password1" }, headers);
    expect(refused.status).toBe(422);
    expect((await register(service, person, headers)).status).toBe(202);
  });
});

describe("a password that is too long", () => {
  test.for([
    ["257 characters", "xy3-".repeat(64) + "z"],
    ["1,025 bytes", `${"\u{1f511}\u{1f40e}".repeat(128)}x`],
  ])("is never hashed: %s", async ([, password = ""], { expect }) => {
    const hash = vi.spyOn(service.resources.hasher, "hash");
    const response = await register(service, { ...newPerson(), password });
    expect(response.status).toBe(422);
    expect(await json(response)).toMatchObject({ code: "invalid_request" });
    expect(hash).not.toHaveBeenCalled();
    hash.mockRestore();
  });
});

describe("whoever registers with it can activate with it:", () => {
  const long = "one of 256 characters ".repeat(12).slice(0, 256);
  test.for([
    "cafe\u0301 au lait, s\u2019il vous plai\u0302t",
    "\u{1f511}\u{1f40e}\u{1f50b}\u{1f4ce}\u{1f9e6}\u{1f3b8}\u{1f6b2}\u{1f9c0}",
    "ключ под ковриком",
    "a:colon:and more",
    ` ${"more than 72 bytes, which some hashes cut off ".repeat(2)}`,
    long,
  ])("%s", async (password, { expect }) => {
    const person = { ...newPerson(), password };
    expect((await register(service, person)).status).toBe(202);
    const code = codeIn(await service.email.mailTo(person.email));
    const otherForm = { ...person, password: password.normalize("NFD") };
    const shortened = { ...person, password: password.slice(0, -1) };
    expect((await activate(service, shortened, code)).status).toBe(401);
    expect((await activate(service, otherForm, code)).status).toBe(200);
  });
});

test("with PASSWORD_PROFILE=nist a password has 15 characters at least", async ({ expect }) => {
  await using strict = await startService({ PASSWORD_PROFILE: "nist" });
  const choose = (password: string): Promise<Response> =>
    register(strict, { ...newPerson(), password });
  expect((await choose("horse battery 1")).status).toBe(202);
  const short = await choose("horse battery ");
  expect(short.status).toBe(422);
  expect(await json(short)).toMatchObject({
    code: "invalid_request",
    errors: [{ field: "password" }],
  });
});
