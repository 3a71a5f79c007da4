import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { newPerson, register, registerNew } from "../support/client.ts";
import { insertMail, suppress } from "../support/mail-state.ts";
import { operator } from "../support/operator.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
let ops: ReturnType<typeof operator>;
beforeAll(async () => {
  service = await startService();
  ops = operator(service);
});
afterAll(() => service[Symbol.asyncDispose]());

describe("the list of dead letters", () => {
  test("has each once over all its pages, newest first, though two ended at the same moment", async ({
    expect,
  }) => {
    await using own = await startService();
    const { pool } = own.resources;
    const list = async (query: string): Promise<{ dead_letters: { id: string }[]; next: string }> =>
      json(operator(own).get(`/ops/mail/dead-letters?${query}`));
    const made = [];
    for (let i = 0; i < 7; i++)
      made.push(
        await insertMail(pool, {
          state: i % 2 ? "expired" : "undeliverable",
          settledAgoMs: 60_000 + i * 1000,
        }),
      );
    await insertMail(pool, { state: "sent" });
    await pool.query(
      `update mail_messages set settled_at = '2026-01-31T12:00:00.123456Z' where id = any($1)`,
      [made.slice(2, 6).map(({ messageId }) => messageId)],
    );
    const seen = [];
    let next: string | null = "";
    while (next !== null) {
      const page = await list(`limit=2${next && `&before=${next}`}`);
      seen.push(...page.dead_letters.map(({ id }) => id));
      next = page.next;
    }
    expect(seen.slice(0, 2)).toEqual(made.slice(0, 2).map(({ messageId }) => messageId));
    expect(seen.toSorted()).toEqual(made.map(({ messageId }) => messageId).toSorted());
    const { dead_letters: expired } = await list("state=expired");
    expect(expired).toHaveLength(3);
    expect(expired[0]).toMatchObject({ state: "expired" });
  });

  test("tells what went wrong, and no address in full", async ({ expect }) => {
    const { person, messageId } = await insertMail(service.resources.pool, {
      state: "undeliverable",
      attempts: 4,
      lastError: "http: refused with 400",
    });
    const answer = await ops.get("/ops/mail/dead-letters");
    const text = await answer.text();
    expect(text).not.toContain(person.email);
    const { dead_letters: letters } = JSON.parse(text);
    expect(letters.find(({ id }: { id: string }) => id === messageId)).toEqual({
      id: messageId,
      kind: "activation_code",
      state: "undeliverable",
      attempts: 4,
      provider: "http",
      last_error: "http: refused with 400",
      queued_at: expect.stringMatching(/Z$/),
      settled_at: expect.stringMatching(/Z$/),
      to: `${person.email[0]}***@example.com`,
    });
  });

  test.for([
    "limit=0",
    "limit=201",
    "limit=x",
    "state=sent",
    "before=yesterday",
    `before=${"9".repeat(18)}.${randomUUID()}`,
    `before=1.${"-".repeat(36)}`,
  ])("of a bad query is refused: %s", async (query, { expect }) => {
    const answer = await ops.get(`/ops/mail/dead-letters?${query}`);
    expect(answer.status).toBe(422);
    expect((await json(answer)).errors[0].field).toBe(query.split("=")[0]);
  });
});

describe("looking up an address", () => {
  test("tells its messages and its suppression, and writes nothing", async ({ expect }) => {
    const { person } = await registerNew(service);
    await register(service, person);
    await service.email.mailTo(person.email, 2);
    await suppress(service.resources, person.email);
    const { messages, suppression } = await json(
      ops.post("/ops/mail/lookup", { email: person.email.toUpperCase() }),
    );
    expect(messages).toHaveLength(2);
    expect(messages[0]).toMatchObject({ kind: "activation_code", attempts: 1, provider: "http" });
    expect(suppression).toMatchObject({ reason: "bounced", provider: "http" });
  });

  test("that nobody has tells of nothing", async ({ expect }) => {
    const answer = await ops.post("/ops/mail/lookup", newPerson());
    expect(answer.status).toBe(422);
    const { email } = newPerson();
    expect(await json(ops.post("/ops/mail/lookup", { email }))).toEqual({
      messages: [],
      suppression: null,
    });
  });
});

describe("lifting a suppression", () => {
  test("takes the address off the list, and is noted without it", async ({ expect }) => {
    const { email } = newPerson();
    const subject = await suppress(service.resources, email);
    const lift = () => ops.delete("/ops/mail/suppressions", { email, reason: "she wrote to us" });
    expect((await lift()).status).toBe(204);
    const { suppression } = await json(ops.post("/ops/mail/lookup", { email }));
    expect(suppression).toBeNull();
    expect((await lift()).status).toBe(404);
    const { events } = await json(ops.get("/ops/events"));
    const noted = events.filter((event: { subject: string }) => event.subject === subject);
    expect(noted).toMatchObject([
      { kind: "suppression_lifted", by: "ops", reason: "she wrote to us" },
    ]);
    expect(service.logLines.join()).not.toContain(email);
  });

  test.for([
    ["email", { email: "nobody" }],
    ["reason", { reason: " " }],
    ["extra", { extra: 1 }],
  ] as const)("with a bad %s is refused: %j", async ([field, over], { expect }) => {
    const { email } = newPerson();
    await suppress(service.resources, email);
    const body = { email, reason: "x", ...over };
    const answer = await ops.delete("/ops/mail/suppressions", body);
    expect(answer.status).toBe(422);
    expect((await json(answer)).errors[0].field).toBe(field);
    expect((await json(ops.post("/ops/mail/lookup", { email }))).suppression).not.toBeNull();
  });
});
