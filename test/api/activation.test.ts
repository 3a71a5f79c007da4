import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import {
  activate,
  basic,
  codeKeyOf,
  getMe,
  newPerson,
  postJson,
  register,
  registerNew,
  wrongCode,
} from "../support/client.ts";
import { codeIn } from "../support/email-api.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

describe("POST /auth/activate", () => {
  test("with the right code answers 200, and afterwards 409", async ({ expect }) => {
    const { person, code } = await registerNew(service);
    const response = await activate(service, person, code);
    expect(response.status).toBe(200);
    expect(await json(response)).toEqual({ status: "active" });
    const again = await activate(service, person, code);
    expect(again.status).toBe(409);
    expect(await json(again)).toMatchObject({ code: "already_active" });
  });

  test("a wrong code answers 400 with the attempts left; after five, 429", async ({ expect }) => {
    const { person, code } = await registerNew(service);
    for (const left of [4, 3, 2, 1, 0]) {
      const response = await activate(service, person, wrongCode(code));
      expect(response.status).toBe(400);
      expect(await json(response)).toMatchObject({ code: "code_incorrect", attempts_left: left });
    }
    const spent = await activate(service, person, code);
    expect(spent.status).toBe(429);
    expect(await spent.json()).toMatchObject({ code: "code_exhausted" });
    const retryAfter = Number(spent.headers.get("retry-after"));
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(30);
    expect(await json(getMe(service, person))).toMatchObject({
      status: "pending",
      code: { state: "exhausted", attempts_left: 0, expires_at: null },
    });
  });

  test("with more tries configured the sixth guess is compared as well (control)", async ({
    expect,
  }) => {
    await using loose = await startService({ CODE_ATTEMPTS: "6" });
    const { person, code } = await registerNew(loose);
    for (let guess = 1; guess <= 6; guess++)
      expect((await activate(loose, person, wrongCode(code, guess))).status).toBe(400);
    expect((await activate(loose, person, code)).status).toBe(429);
  });

  test("without a live code answers 410", async ({ expect }) => {
    const { person, code } = await registerNew(service);
    await service.resources.redis.del(codeKeyOf(service, person));
    const response = await activate(service, person, code);
    expect(response.status).toBe(410);
    expect(await json(response)).toMatchObject({ code: "code_expired" });
  });

  test("a wrong password, an unknown address and no credentials are refused alike, with a challenge", async ({
    expect,
  }) => {
    const { person, code } = await registerNew(service);
    const answers = [];
    for (const authorization of [
      basic({ ...person, password: "not the password" }),
      basic(newPerson()),
      "Basic !",
      "",
    ]) {
      const response = await service.request(
        "/auth/activate",
        postJson({ code }, { authorization }),
      );
      expect(response.status).toBe(401);
      expect(response.headers.get("www-authenticate")).toBe(
        'Basic realm="latchkey", charset="UTF-8"',
      );
      const { request_id: _, ...problem } = await json(response);
      answers.push(problem);
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect((await activate(service, person, code)).status).toBe(200);
  });

  test("a wrong password costs no attempt", async ({ expect }) => {
    const { person, code } = await registerNew(service);
    for (let i = 0; i < 8; i++)
      await activate(service, { ...person, password: "not the password" }, wrongCode(code));
    expect(await json(getMe(service, person))).toMatchObject({
      code: { attempts_left: 5 },
    });
  });

  test("what is no code is refused before it is compared or charged", async ({ expect }) => {
    const { person, code } = await registerNew(service);
    const odd = [
      12,
      1234.5,
      "12",
      "１２３４",
      " 1234",
      "1234\n",
      "12345",
      "",
      null,
      ["1234"],
      { $ne: 1 },
    ];
    for (const value of odd) {
      const response = await service.request(
        "/auth/activate",
        postJson({ code: value }, { authorization: basic(person) }),
      );
      expect(response.status, JSON.stringify(value)).toBe(422);
      expect(await json(response)).toMatchObject({
        code: "invalid_request",
        errors: [{ field: "code" }],
      });
    }
    expect(await json(getMe(service, person))).toMatchObject({
      code: { attempts_left: 5 },
    });
    expect((await activate(service, person, code)).status).toBe(200);
  });

  test("a code is of no use for another account", async ({ expect }) => {
    const [ada, bob] = [await registerNew(service), await registerNew(service)];
    if (ada.code !== bob.code)
      expect((await activate(service, ada.person, bob.code)).status).toBe(400);
    expect((await activate(service, ada.person, ada.code)).status).toBe(200);
  });

  test("a password is the same however its accents are composed", async ({ expect }) => {
    const person = { ...newPerson(), password: "caf\u00e9 \u{1f511} a:b" };
    await register(service, person);
    const code = codeIn(await service.email.mailTo(person.email));
    const decomposed = { ...person, password: person.password.normalize("NFD") };
    expect((await activate(service, decomposed, code)).status).toBe(200);
  });
});

describe("in parallel", () => {
  test("500 wrong codes: exactly 5 are compared, and nobody is activated", async ({ expect }) => {
    await using unlimited = await startService({ LIMITS: "off", HASH_WAIT_MAX_MS: "60000" });
    const { person, code } = await registerNew(unlimited);
    const guesses = Array.from({ length: 10_000 }, (_, i) => String(i).padStart(4, "0"))
      .filter((guess) => guess !== code)
      .slice(0, 500);
    const responses = await Promise.all(guesses.map((guess) => activate(unlimited, person, guess)));
    const statuses = responses.map(({ status }) => status);
    expect(statuses.filter((status) => status === 400)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(495);
    expect((await activate(unlimited, person, code)).status).toBe(429);
  });

  test("500 right codes: one activation", async ({ expect }) => {
    await using unlimited = await startService({ LIMITS: "off", HASH_WAIT_MAX_MS: "60000" });
    const { person, code } = await registerNew(unlimited);
    const responses = await Promise.all(
      Array.from({ length: 500 }, () => activate(unlimited, person, code)),
    );
    const statuses = new Set(responses.map(({ status }) => status));
    expect(statuses).toContain(200);
    expect([...statuses].filter((status) => status !== 200 && status !== 409)).toEqual([]);
    const { rows } = await unlimited.resources.pool.query(
      "select action from audit_entries where action = 'user.activated'",
    );
    expect(rows).toEqual([{ action: "user.activated" }]);
  });
});
