import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { insertMail, mailRow } from "../support/mail-state.ts";
import { operator } from "../support/operator.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
let ops: ReturnType<typeof operator>;
let pool: TestService["resources"]["pool"];
beforeAll(async () => {
  service = await startService();
  ops = operator(service);
  ({ pool } = service.resources);
});
afterAll(() => service[Symbol.asyncDispose]());

const HOUR_MS = 3_600_000;
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();
const change = (action: "redrive" | "drop", body: object): Promise<Response> =>
  ops.post(`/ops/mail/dead-letters/${action}`, { reason: "all of them", ...body });

describe("all dead letters since a time", () => {
  test("are those that ended then or later, of one state if asked for", async ({ expect }) => {
    const [before, refused, expired] = [
      await insertMail(pool, { settledAgoMs: 3 * HOUR_MS }),
      await insertMail(pool, { settledAgoMs: HOUR_MS, state: "undeliverable" }),
      await insertMail(pool, { settledAgoMs: HOUR_MS }),
    ];
    const since = { all_since: ago(2 * HOUR_MS) };
    expect(await json(change("redrive", { ...since, state: "expired" }))).toMatchObject({
      queued: 1,
    });
    expect((await service.email.mailTo(expired.person.email)).idempotencyKey).toBe(
      expired.messageId,
    );
    expect(await mailRow(pool, refused.messageId)).toMatchObject({ state: "undeliverable" });
    expect(await json(change("drop", since))).toMatchObject({ dropped: 1 });
    expect(await mailRow(pool, refused.messageId)).toMatchObject({ state: "dropped" });
    expect(await mailRow(pool, before.messageId)).toMatchObject({ state: "expired" });
    // Any offset, and any year that a date can have.
    expect(await json(change("drop", { all_since: "0000-01-01T00:00:00+02:00" }))).toMatchObject({
      dropped: 1,
    });
  });

  test("are taken a thousand at a time, and the answer says how many there are still", async ({
    expect,
  }) => {
    const { person } = await insertMail(pool, { state: "sent" });
    await pool.query(
      `insert into mail_messages (id, user_row_id, kind, code_sequence, state, settled_at)
       select gen_random_uuid(), row_id, 'activation_code', 0, 'expired', now() - n * interval '1 s'
       from users, generate_series(1, 1005) n where email = $1`,
      [person.email],
    );
    const since = { all_since: ago(HOUR_MS) };
    // They are all overtaken, and stand in the way of none that is not.
    const wanted = await insertMail(pool);
    expect(await json(change("redrive", since))).toEqual({
      queued: 1,
      left: { superseded: 1005, not_dead: 0, unknown: 0 },
      more: 0,
    });
    await service.email.mailTo(wanted.person.email);
    expect(await json(change("drop", since))).toMatchObject({ dropped: 1000, more: 5 });
    expect(await json(change("drop", since))).toMatchObject({ dropped: 5, more: 0 });
    expect(await json(change("drop", since))).toMatchObject({ dropped: 0, more: 0 });
    const { events } = await json(ops.get("/ops/events"));
    expect(events[0]).toMatchObject({
      kind: "mail_dropped",
      subject: expect.stringMatching(/^5 messages: ([\da-f-]{36}(, )?){5}$/),
    });
    expect(events[1].subject).toMatch(/^1000 messages: ([\da-f-]{36}(, )?){20} and 980 more$/);
  });
});

describe.each(["redrive", "drop"] as const)("a bad %s", (action) => {
  const id = randomUUID();
  test.for([
    ["ids", {}],
    ["ids", { ids: [id], all_since: "2026-01-31T12:00:00Z" }],
    ["ids", { ids: [] }],
    ["ids", { ids: Array.from({ length: 301 }, randomUUID) }],
    ["ids.0", { ids: ["x"] }],
    ["state", { ids: [id], state: "expired" }],
    ["state", { all_since: "2026-01-31T12:00:00Z", state: "sent" }],
    ["all_since", { all_since: "yesterday" }],
    ["all_since", { all_since: "2026-02-30T12:00:00Z" }],
    ["reason", { ids: [id], reason: " " }],
    ["extra", { ids: [id], extra: 1 }],
  ] as const)(
    "is refused with the field %s, and changes nothing",
    async ([field, body], { expect }) => {
      const { messageId } = await insertMail(pool);
      const given = "ids" in body && body.ids[0] === id ? { ...body, ids: [messageId] } : body;
      const answer = await change(action, given);
      expect(answer.status).toBe(422);
      expect((await json(answer)).errors[0].field).toBe(field);
      expect(await mailRow(pool, messageId)).toMatchObject({ state: "expired" });
      await change("drop", { ids: [messageId] });
    },
  );

  test("is not one of as many ids as may be, with the longest reason", async ({ expect }) => {
    const ids = Array.from({ length: 300 }, randomUUID);
    const answer = await change(action, { ids, reason: "ü".repeat(500) });
    expect(await json(answer)).toMatchObject({ left: { unknown: 300 } });
  });
});
