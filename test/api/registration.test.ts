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
} from "../support/client.ts";
import { readCodeRecord } from "../support/code-record.ts";
import { codeIn } from "../support/email-api.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

describe("POST /users", () => {
  test("answers 202, and the code arrives by e-mail", async ({ expect }) => {
    const person = newPerson();
    const response = await register(service, person);
    expect(response.status).toBe(202);
    expect(await json(response)).toEqual({ id: expect.stringMatching(UUID), status: "pending" });
    const mail = await service.email.mailTo(person.email);
    expect(codeIn(mail)).toMatch(/^\d{4}$/);
    expect(mail.idempotencyKey).toMatch(UUID);
  });

  test("again while pending: the newest password and code count, the older ones are void", async ({
    expect,
  }) => {
    const { person: first, code: olderCode } = await registerNew(service);
    const second = { ...newPerson(), email: first.email };
    await register(service, second);
    const code = codeIn(await service.email.mailTo(first.email, 2));
    expect((await activate(service, first, code)).status).toBe(401);
    if (olderCode !== code) expect((await activate(service, second, olderCode)).status).toBe(400);
    expect((await activate(service, second, code)).status).toBe(200);
    expect((await activate(service, first, code)).status).toBe(401);
  });

  test("for an active address changes nothing, and its owner gets a mail that says so", async ({
    expect,
  }) => {
    const { person, code } = await registerNew(service);
    await activate(service, person, code);
    const response = await register(service, { ...newPerson(), email: person.email });
    expect(response.status).toBe(202);
    const mail = await service.email.mailTo(person.email, 2);
    expect(mail.text).toContain("You already have an account");
    expect(mail.text).not.toMatch(/\d{4}/);
    expect(await json(getMe(service, person))).toMatchObject({ status: "active" });
  });

  test("never repeats an id, so that it tells nothing about the address", async ({ expect }) => {
    const { person, code } = await registerNew(service);
    await activate(service, person, code);
    const ids = new Set<string>();
    for (let i = 0; i < 3; i++)
      ids.add((await json(register(service, { ...newPerson(), email: person.email }))).id);
    expect(ids.size).toBe(3);
    const me = await json(getMe(service, person));
    expect(ids).not.toContain(me.id);
  });

  test("200 times in parallel for one address: one row, one live code", async ({ expect }) => {
    await using unlimited = await startService({ LIMITS: "off", HASH_WAIT_MAX_MS: "60000" });
    const person = newPerson();
    const variants = Array.from({ length: 200 }, (_, i) => ({
      email: i % 2 === 0 ? person.email : person.email.toUpperCase(),
      password: `${person.password}-${i}`,
    }));
    const responses = await Promise.all(variants.map((variant) => register(unlimited, variant)));
    const accepted = responses.filter(({ status }) => status === 202).length;
    // On a slow machine the last ones wait longer than a lock may take, and are told to come again.
    expect(responses.filter(({ status }) => status === 503)).toHaveLength(200 - accepted);
    expect(accepted).toBeGreaterThan(20);
    const { pool, redis } = unlimited.resources;
    const { rows } = await pool.query("select email, code_sequence from users");
    expect(rows).toMatchObject([{ code_sequence: accepted }]);
    await unlimited.email.mailTo(rows[0]?.email, 1);
    await expect
      .poll(
        async () =>
          (await pool.query("select 1 from mail_messages where state = 'queued'")).rowCount,
      )
      .toBe(0);
    const sent = await pool.query(
      "select code_sequence from mail_messages where state = 'sent' order by 1 desc",
    );
    expect(sent.rows[0]).toEqual({ code_sequence: accepted });
    const live = await readCodeRecord(redis, codeKeyOf(unlimited, person));
    expect(live?.sequence).toBe(accepted);
  });
});

test("an address is one account, however it is written", async ({ expect }) => {
  const person = newPerson();
  const shouting = { ...person, email: person.email.toUpperCase() };
  await register(service, shouting);
  const mail = await service.email.mailTo(
    `${person.email.split("@")[0]?.toUpperCase()}@example.com`,
  );
  const response = await service.request(
    "/auth/activate",
    postJson({ code: codeIn(mail) }, { authorization: basic(person) }),
  );
  expect(response.status).toBe(200);
});
