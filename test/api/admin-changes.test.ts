import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import { type Admin, idOf, insertUser, newAdmin } from "../support/admin.ts";
import { json } from "../support/answer.ts";
import { registerNew } from "../support/client.ts";
import { interceptEvents } from "../support/event-api.ts";
import { type TestService, startService } from "../support/service.ts";
import { getMeAs, newSignedIn, openSession, refresh, signIn } from "../support/session.ts";

let service: TestService;
let admin: Admin;
beforeAll(async () => {
  service = await startService({ LIMITS: "off", ...interceptEvents().environment });
  admin = await newAdmin(service);
});
afterAll(() => service[Symbol.asyncDispose]());

const rows = async (text: string, ...values: unknown[]): Promise<Record<string, unknown>[]> =>
  (await service.resources.pool.query(text, values)).rows;
const eventsOf = (id: string): Promise<Record<string, unknown>[]> =>
  rows(
    `select type, payload->'data'->>'status' as status, payload->'data'->>'role' as role,
       jsonb_array_length(payload->'data'->'session_ids') as sessions
     from webhook_events where account_id = $1 order by created_at, type`,
    id,
  );
const actionsOf = async (id: string): Promise<unknown[]> =>
  (await admin.audit(`account_id=${id}`))
    .filter(({ action }) => /^(admin|session\.ended)/.test(String(action)))
    .map(({ action, actor, details }) => ({ action, actor, details }));

describe("disabling an account", () => {
  test("ends all its sessions and links at once, and tells the product", async ({ expect }) => {
    const { person, tokens } = await newSignedIn(service);
    const second = await openSession(service, person);
    const id = await idOf(service, person);
    const [before] = await rows("select row_id, generation from users where id = $1", id);
    await rows(
      `insert into password_resets (token_digest, message_id, user_row_id, expires_at)
       values ($1, gen_random_uuid(), $2, now() + interval '15 min')`,
      randomUUID(),
      before?.["row_id"],
    );
    await rows("delete from webhook_events where account_id = $1", id);

    const answer = await admin.patch(id, { disabled: true });
    expect(answer.status).toBe(200);
    expect(await json(answer)).toMatchObject({ id, status: "disabled", role: "user" });
    for (const device of [tokens, second]) {
      expect((await getMeAs(service, device)).status).toBe(401);
      expect((await refresh(service, device)).status).toBe(401);
    }
    const refused = await signIn(service, person);
    expect(await json(refused)).toMatchObject({ code: "account_disabled" });
    expect((await json(signIn(service, { ...person, password: "wrong password" }))).code).toBe(
      "invalid_credentials",
    );
    expect(
      await rows("select from password_resets where user_row_id = $1", before?.["row_id"]),
    ).toEqual([]);
    const [after] = await rows("select generation from users where id = $1", id);
    expect(after?.["generation"]).toBe(Number(before?.["generation"]) + 1);
    expect(await eventsOf(id)).toEqual([
      { type: "session.revoked", status: null, role: null, sessions: 2 },
      { type: "user.updated", status: "disabled", role: "user", sessions: null },
    ]);
  });

  test("and enabling it lets its owner sign in again, with his old password only", async ({
    expect,
  }) => {
    const { person, tokens } = await newSignedIn(service);
    const id = await idOf(service, person);
    await admin.patch(id, { disabled: true });
    const answer = await admin.patch(id, { disabled: false });
    expect(await json(answer)).toMatchObject({ status: "active" });
    expect((await getMeAs(service, tokens)).status).toBe(401);
    expect((await signIn(service, person)).status).toBe(201);
    const actor = { kind: "admin", name: admin.id };
    expect(await actionsOf(id)).toEqual([
      { action: "admin.user_enabled", actor, details: {} },
      {
        action: "session.ended",
        actor,
        details: { sessions: [tokens.session_id], reason: "account_disabled" },
      },
      { action: "admin.user_disabled", actor, details: {} },
    ]);
  });

  test("leaves no session of a sign-in that is under way", async ({ expect }) => {
    const { person, tokens } = await newSignedIn(service);
    const id = await idOf(service, person);
    const [, ...answers] = await Promise.all([
      admin.patch(id, { disabled: true }),
      ...Array.from({ length: 10 }, () => signIn(service, person)),
      ...Array.from({ length: 10 }, () => refresh(service, tokens)),
    ]);
    for (const answer of answers) expect([200, 201, 401, 403]).toContain(answer.status);
    const live = "select from sessions s join users u on u.row_id = s.user_row_id";
    expect(await rows(`${live} where u.id = $1 and s.ended_at is null`, id)).toEqual([]);
  });
});

describe("changing a role", () => {
  test("is written down, told, and of effect at once", async ({ expect }) => {
    const { person, tokens } = await newSignedIn(service);
    const id = await idOf(service, person);
    await rows("delete from webhook_events where account_id = $1", id);
    expect(await json(admin.patch(id, { role: "admin" }))).toMatchObject({ role: "admin" });
    expect((await getMeAs(service, tokens)).status).toBe(200);
    expect(await actionsOf(id)).toMatchObject([
      { action: "admin.role_changed", details: { from: "user", to: "admin" } },
    ]);
    expect(await eventsOf(id)).toMatchObject([{ type: "user.updated", role: "admin" }]);
  });

  test("and its status at once makes an entry of each", async ({ expect }) => {
    const { id } = await insertUser(service, { email: `${randomUUID()}@example.com` });
    await admin.patch(id, { role: "admin", disabled: true });
    expect(await actionsOf(id)).toMatchObject([
      { action: "admin.role_changed" },
      { action: "admin.user_disabled" },
    ]);
  });
});

test("what is so already changes nothing, and is not written down", async ({ expect }) => {
  const { person, tokens } = await newSignedIn(service);
  const id = await idOf(service, person);
  await rows("delete from webhook_events where account_id = $1", id);
  const answer = await admin.patch(id, { disabled: false, role: "user" });
  expect(answer.status).toBe(200);
  expect((await getMeAs(service, tokens)).status).toBe(200);
  expect(await actionsOf(id)).toEqual([]);
  expect(await eventsOf(id)).toEqual([]);
});

test("what was never activated cannot be disabled or made an administrator", async ({ expect }) => {
  const { person } = await registerNew(service);
  const id = await idOf(service, person);
  for (const change of [{ disabled: true }, { disabled: false }, { role: "admin" }])
    expect(await json(admin.patch(id, change))).toMatchObject({
      status: 409,
      code: "account_pending",
    });
  expect(await rows("select status, role from users where id = $1", id)).toEqual([
    { status: "pending", role: "user" },
  ]);
});

describe("what a change cannot be", () => {
  test.for([
    [{}, "body"],
    [{ disabled: "true" }, "disabled"],
    [{ disabled: null }, "disabled"],
    [{ role: "owner" }, "role"],
    [{ disabled: true, status: "active" }, "status"],
    [{ disabled: true, id: randomUUID() }, "id"],
    [{ disabled: true, email: "x@example.com" }, "email"],
    [{ disabled: true, is_active: true }, "is_active"],
    [{ disabled: true, created_at: "2026-01-31T12:00:00.000Z" }, "created_at"],
  ])("%j: 422", async ([change, field], { expect }) => {
    const { id, ...user } = await insertUser(service, { email: `${randomUUID()}@example.com` });
    const answer = await admin.patch(id, change);
    expect(answer.status).toBe(422);
    expect((await json(answer)).errors).toMatchObject([{ field }]);
    expect(await rows("select email, status, role from users where id = $1", id)).toEqual([
      { email: user.email, status: "active", role: "user" },
    ]);
  });

  test("of nobody: 404", async ({ expect }) => {
    for (const id of [randomUUID(), "1", "%00", "me"])
      expect((await admin.patch(id, { disabled: true })).status, id).toBe(404);
  });
});
