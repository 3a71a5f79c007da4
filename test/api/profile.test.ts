import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { interceptAwayProduct } from "../support/event-api.ts";
import { type TestService, startService } from "../support/service.ts";
import { type Tokens, getMeAs, newSignedIn, sendAs } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService(interceptAwayProduct());
});
afterAll(() => service[Symbol.asyncDispose]());

const change = (tokens: Tokens, body: unknown): Promise<Response> =>
  sendAs(service, tokens, "PATCH", "/users/me", body);
const newName = (): string => `Ada.${randomUUID().slice(0, 8)}`;

const written = async (accountId: string): Promise<{ audit: unknown[]; events: unknown[] }> => {
  const { pool } = service.resources;
  const audit = await pool.query(
    "select action, actor_kind, actor, details from audit_entries where account_id = $1 and action = 'profile.changed' order by id",
    [accountId],
  );
  const events = await pool.query(
    "select payload->'data' as data from webhook_events where account_id = $1 and type = 'user.updated' order by created_at",
    [accountId],
  );
  return { audit: audit.rows, events: events.rows.map(({ data }) => data) };
};

test("username and language change apart and together, and null takes the name away", async ({
  expect,
}) => {
  const { person, tokens } = await newSignedIn(service);
  const name = newName();
  const named = await change(tokens, { username: name });
  expect(named.status).toBe(200);
  expect(await named.json()).toMatchObject({ email: person.email, username: name, locale: "en" });
  expect(await json(change(tokens, { locale: "ar" }))).toMatchObject({
    username: name,
    locale: "ar",
  });
  const both = await json(change(tokens, { username: null, locale: "de" }));
  expect(both).toMatchObject({ username: null, locale: "de", role: "user", status: "active" });
  expect(await json(getMeAs(service, tokens))).toEqual(both);
});

test("each change is written down and told with its members, and what changes nothing is neither", async ({
  expect,
}) => {
  const { person, tokens } = await newSignedIn(service);
  const name = newName();
  const { id } = await json(change(tokens, { username: name, locale: "fr" }));
  expect((await change(tokens, { username: name, locale: "fr" })).status).toBe(200);
  await change(tokens, { username: name, locale: "es" });
  const of = { action: "profile.changed", actor_kind: "user", actor: id };
  const data = { user_id: id, email: person.email, username: name, role: "user", status: "active" };
  expect(await written(id)).toEqual({
    audit: [
      { ...of, details: { members: ["username", "locale"] } },
      { ...of, details: { members: ["locale"] } },
    ],
    events: [
      { ...data, locale: "fr" },
      { ...data, locale: "es" },
    ],
  });
});

describe("a username", () => {
  test("is one person's whatever its case, and its owner may change the case", async ({
    expect,
  }) => {
    const [first, second] = await Promise.all([newSignedIn(service), newSignedIn(service)]);
    const name = newName();
    await change(first.tokens, { username: name });
    const taken = await change(second.tokens, { username: name.toUpperCase() });
    expect(taken.status).toBe(409);
    expect(await taken.json()).toMatchObject({ code: "username_taken" });
    expect((await change(first.tokens, { username: name.toLowerCase() })).status).toBe(200);
    await change(first.tokens, { username: null });
    expect((await change(second.tokens, { username: name.toUpperCase() })).status).toBe(200);
  });

  test("claimed by 50 at once is one's, and the others are told", async ({ expect }) => {
    const people = await Promise.all(Array.from({ length: 50 }, () => newSignedIn(service)));
    const name = newName();
    const answers = await Promise.all(
      people.map(async ({ tokens }, i) => {
        const form = i % 2 === 0 ? name : name.toUpperCase();
        const response = await change(tokens, { username: form });
        return response.ok ? 200 : (await json(response)).code;
      }),
    );
    expect(answers.filter((answer) => answer === 200)).toHaveLength(1);
    expect(answers.filter((answer) => answer === "username_taken")).toHaveLength(49);
    const { rows } = await service.resources.pool.query(
      "select count(*)::int as n from users where username_normalised = $1",
      [name.toLowerCase()],
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  test.for(["ada", "A-1", "0.0", "a_b.c-d", "x".repeat(32)])(
    "may be %s",
    async (form, { expect }) => {
      const { tokens } = await newSignedIn(service);
      const response = await change(tokens, { username: form });
      expect([200, 409]).toContain(response.status);
    },
  );

  test.for([
    "ab",
    "x".repeat(33),
    "",
    "_ada",
    ".ada",
    "-ada",
    "ada lovelace",
    "ada@home",
    "ada\n",
    "Ädä1",
    "\u0430da1",
    "\u212aelvin",
  ])("cannot be %j", async (form, { expect }) => {
    const { tokens } = await newSignedIn(service);
    const response = await change(tokens, { username: form });
    expect(response.status).toBe(422);
    expect((await json(response)).errors).toMatchObject([{ field: "username" }]);
  });
});

test("a language that nobody writes in, and a body of nothing, are refused", async ({ expect }) => {
  const { tokens } = await newSignedIn(service);
  expect((await json(change(tokens, { locale: "it" }))).errors).toMatchObject([
    { field: "locale" },
  ]);
  expect((await json(change(tokens, { locale: null }))).errors).toMatchObject([
    { field: "locale" },
  ]);
  expect((await json(change(tokens, {}))).errors).toMatchObject([{ field: "body" }]);
});
