import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { EVENTS, exampleOf } from "../../src/features/docs/schemas.ts";
import { transact } from "../../src/postgres/pool.ts";
import { findAccountByEmail } from "../../src/postgres/users.ts";
import { EVENT_TYPES } from "../../src/postgres/webhook-events.ts";
import { endSessions } from "../../src/sessions/end-sessions.ts";
import { json } from "../support/answer.ts";
import { activate, newPerson, register, registerNew } from "../support/client.ts";
import { codeIn } from "../support/email-api.ts";
import { type EventApi, type HeardEvent, interceptEvents } from "../support/event-api.ts";
import { type TestService, startService } from "../support/service.ts";
import { newSignedIn } from "../support/session.ts";

let product: EventApi;
let service: TestService;
beforeAll(async () => {
  product = interceptEvents();
  service = await startService(product.environment);
});
afterAll(() => service[Symbol.asyncDispose]());

type Row = { type: string; payload: { data: Record<string, unknown> } };
/** What was queued of an address, oldest first. */
async function eventsOf(email: string, { resources } = service): Promise<Row[]> {
  const { rows } = await resources.pool.query<Row>(
    "select type, payload from webhook_events where payload->'data'->>'email' = $1 order by created_at",
    [email],
  );
  return rows;
}
const typesOf = async (email: string): Promise<string[]> =>
  (await eventsOf(email)).map(({ type }) => type);
const countEvents = async ({ resources }: TestService): Promise<unknown> =>
  (
    await resources.pool.query(
      `select (select count(*)::integer from webhook_events) as events,
         (select count(*)::integer from graphile_worker.jobs where task_identifier = 'deliver_event') as jobs`,
    )
  ).rows[0];

describe("the product is told", () => {
  test("of a registration and of the activation, with the account as it is then", async ({
    expect,
  }) => {
    const person = newPerson();
    const { id } = await json(register(service, person, { "accept-language": "de" }));
    const code = codeIn(await service.email.mailTo(person.email));
    expect((await activate(service, person, code)).status).toBe(200);
    const told = (): HeardEvent[] =>
      product.heard.filter(({ body }) => body.data["email"] === person.email);
    await vi.waitUntil(() => told().length >= 2, { timeout: 15_000 });
    const data = { user_id: id, email: person.email, username: null, locale: "de", role: "user" };
    const [registered, activated] = told().toSorted((a, b) =>
      a.body.timestamp.localeCompare(b.body.timestamp),
    );
    expect(registered?.body).toMatchObject({
      type: "user.registered",
      data: { ...data, status: "pending" },
    });
    expect(activated?.body).toMatchObject({
      type: "user.activated",
      data: { ...data, status: "active" },
    });
  });

  test("of a pending address that is registered again, and of an active one nothing", async ({
    expect,
  }) => {
    const { person } = await registerNew(service);
    const { id } = await json(register(service, person));
    const [, again] = await eventsOf(person.email);
    expect(again).toMatchObject({ type: "user.registered", payload: { data: { user_id: id } } });
    const code = codeIn(await service.email.mailTo(person.email, 2));
    expect((await activate(service, person, code)).status).toBe(200);
    const three = ["user.registered", "user.registered", "user.activated"];
    expect(await typesOf(person.email)).toEqual(three);
    expect((await register(service, person)).status).toBe(202);
    expect(await typesOf(person.email)).toEqual(three);
  });

  test("once of an activation that 50 requests ask for", async ({ expect }) => {
    const { person, code } = await registerNew(service);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => activate(service, person, code)),
    );
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    expect(await typesOf(person.email)).toEqual(["user.registered", "user.activated"]);
  });

  test("of sessions that ended, and of nothing that was rolled back", async ({ expect }) => {
    const { person, tokens } = await newSignedIn(service);
    const { pool, events } = service.resources;
    const account = await findAccountByEmail(pool, person.email);
    if (!account) throw new Error("there is no account");
    const actor = { kind: "user", name: account.id } as const;
    const end = (isRolledBack: boolean): Promise<void> =>
      transact(pool, async (client) => {
        const of = { account, choice: { keep: null }, reason: "signed_out", actor } as const;
        await endSessions(events, client, { ...of, origin: null });
        if (isRolledBack) throw new Error("called off");
      });
    await expect(end(true)).rejects.toThrow("called off");
    await end(false);
    const [revoked, ...more] = await product.wait("session.revoked");
    expect(more).toEqual([]);
    expect(revoked?.body.data).toEqual({
      user_id: account.id,
      session_ids: [tokens.session_id],
      reason: "signed_out",
    });
  });

  test("that an account is deleted, in place of all that says who its owner was", async ({
    expect,
  }) => {
    const { person } = await registerNew(service);
    const { pool, events } = service.resources;
    const { id = "" } = (await findAccountByEmail(pool, person.email)) ?? {};
    const session = { user_id: id, session_ids: [randomUUID()], reason: "account_deleted" };
    const other = await registerNew(service);
    await transact(pool, async (client) => {
      await events.queue(client, { type: "session.revoked", accountId: id, data: session });
      await events.queue(client, { type: "user.deleted", accountId: id, data: { user_id: id } });
    });
    expect(await eventsOf(person.email)).toEqual([]);
    expect(await eventsOf(other.person.email)).toHaveLength(1);
    const { rows } = await pool.query<Row>(
      "select type from webhook_events where account_id = $1 order by type",
      [id],
    );
    expect(rows.map(({ type }) => type)).toEqual(["session.revoked", "user.deleted"]);
  });
});

test("every kind of event fits the schema that is documented for it", async ({ expect }) => {
  const { pool, events } = service.resources;
  const { person, code } = await registerNew(service);
  await activate(service, person, code);
  const id = randomUUID();
  const data = {
    user_id: id,
    email: "ada@example.com",
    username: "ada",
    locale: "en",
    role: "admin",
    status: "disabled",
  };
  await events.queue(pool, { type: "user.updated", accountId: randomUUID(), data });
  await events.queue(pool, { type: "user.deleted", accountId: id, data: { user_id: id } });
  const from = "198.51.100.9";
  const oneNetwork: Pick<TestService, "request"> = {
    request: (path, init) => service.request(path, { ...init, from }),
  };
  for (let i = 0; i < 21; i++) await register(oneNetwork, newPerson());
  for (const type of EVENT_TYPES) {
    const [event] = await product.wait(type);
    const schema = EVENTS[type].schema;
    const strict = schema.extend({ data: schema.shape.data.strict() }).strict();
    expect(strict.safeParse(event?.body).error, type).toBeUndefined();
    expect(strict.safeParse(exampleOf(type)).error, type).toBeUndefined();
    // What does not fit is told (control).
    expect(strict.safeParse({ ...event?.body, type: "user.renamed" }).success).toBe(false);
    const more = { ...event?.body.data, password: "x" };
    expect(strict.safeParse({ ...event?.body, data: more }).success).toBe(false);
  }
});

test("nothing is queued while there is nobody to tell", async ({ expect }) => {
  await using quiet = await startService();
  const { person, tokens } = await newSignedIn(quiet);
  expect(tokens.session_id).toBeTruthy();
  expect(await countEvents(quiet)).toEqual({ events: 0, jobs: 0 });
  const { pool, events } = quiet.resources;
  const { id = "" } = (await findAccountByEmail(pool, person.email)) ?? {};
  await events.queue(pool, { type: "user.deleted", accountId: id, data: { user_id: id } });
  expect(await countEvents(quiet)).toEqual({ events: 0, jobs: 0 });
  // The same with somebody to tell (control).
  expect(await countEvents(service)).not.toEqual({ events: 0, jobs: 0 });
});

test("no line of the log names whom an event is about, or a secret", async ({ expect }) => {
  const { person } = await registerNew(service);
  await product.wait("user.registered");
  const log = service.logLines.join("\n");
  expect(log).toContain("event delivered");
  expect(log).not.toContain(person.email);
  for (const secret of product.environment.WEBHOOK_SECRETS.split(","))
    expect(log).not.toContain(secret.replace("whsec_", ""));
});
