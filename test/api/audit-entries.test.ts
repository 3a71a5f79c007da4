import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import { pseudonym } from "../../src/keys.ts";
import { type Admin, idOf, newAdmin } from "../support/admin.ts";
import { json } from "../support/answer.ts";
import {
  activate,
  newPerson,
  postJson,
  register,
  registerNew,
  requestCode,
  wrongCode,
} from "../support/client.ts";
import { operator } from "../support/operator.ts";
import { isBeside } from "../support/query.ts";
import { randomAddress } from "../support/random-address.ts";
import { type TestService, startService } from "../support/service.ts";
import { newSignedIn, openSession, refresh, sendAs, signIn } from "../support/session.ts";

let service: TestService;
let admin: Admin;
beforeAll(async () => {
  service = await startService({ LIMITS: "off" });
  admin = await newAdmin(service);
});
afterAll(() => service[Symbol.asyncDispose]());

const entriesAbout = async (email: string): Promise<Record<string, unknown>[]> => {
  const { pool, keys } = service.resources;
  const { rows } = await pool.query(
    `select action, actor_kind, actor, account_id, ip, request_id, details from audit_entries
     where address_pseudonym = $1 order by id`,
    [pseudonym(keys.address, email)],
  );
  return rows;
};

describe("a registration", () => {
  test("is written down alike for a new, a pending and an active address", async ({ expect }) => {
    const person = newPerson();
    const from = randomAddress();
    const send = async (): Promise<{ id: string; requestId: string | null }> => {
      const { email, password } = person;
      const answer = await service.request("/users", { ...postJson({ email, password }), from });
      return { id: (await json(answer)).id, requestId: answer.headers.get("x-request-id") };
    };
    const [first, second] = [await send(), await send()];
    await service.resources.pool.query(
      "update users set status = 'active', activated_at = now() where email = $1",
      [person.email],
    );
    const third = await send();
    const entry = { action: "user.registered", actor_kind: "anonymous", actor: null, ip: from };
    expect(await entriesAbout(person.email)).toEqual([
      {
        ...entry,
        account_id: first.id,
        request_id: first.requestId,
        details: { status: "pending" },
      },
      {
        ...entry,
        account_id: second.id,
        request_id: second.requestId,
        details: { status: "pending" },
      },
      // Of the account that somebody tried to register; what he was answered is of nobody.
      {
        ...entry,
        account_id: second.id,
        request_id: third.requestId,
        details: { status: "active" },
      },
    ]);
    expect(third.id).not.toBe(second.id);
  });

  test("that is repeated with its key, or refused, is not written down again", async ({
    expect,
  }) => {
    const person = newPerson();
    const headers = { "idempotency-key": randomUUID() };
    for (let i = 0; i < 3; i++) expect((await register(service, person, headers)).status).toBe(202);
    expect((await register(service, { ...person, password: "short" })).status).toBe(422);
    expect(await entriesAbout(person.email)).toHaveLength(1);
  });

  test("sends no more statements than before", async ({ expect }) => {
    const { pool } = service.resources;
    let statements = 0;
    const { query } = pool;
    pool.query = ((...given: Parameters<typeof query>) => {
      if (!isBeside(given[0])) statements++;
      return query.apply(pool, given);
    }) as typeof query;
    try {
      const person = newPerson();
      for (let i = 0; i < 2; i++) await register(service, person);
    } finally {
      pool.query = query;
    }
    expect(statements).toBe(2);
  });
});

test("wrong codes, and right ones, are written down with who typed them", async ({ expect }) => {
  const { person, code } = await registerNew(service);
  const id = await idOf(service, person);
  for (let i = 1; i <= 6; i++) await activate(service, person, wrongCode(code, i));
  const entries = await admin.audit(`account_id=${id}&action=activation.refused`);
  expect(entries.map(({ details }) => details)).toEqual(
    [0, 0, 1, 2, 3, 4].map((left) => ({ attempts_left: left })),
  );
  expect(entries[0]).toMatchObject({
    actor: { kind: "user", name: id },
    ip: expect.stringMatching(/^198\./),
    request_id: expect.any(String),
  });
  const other = await newSignedIn(service);
  const otherId = await idOf(service, other.person);
  expect(await admin.audit(`account_id=${otherId}&action=activation.refused`)).toEqual([]);
  expect(await admin.audit(`account_id=${otherId}&action=user.activated`)).toHaveLength(1);
});

test("no entry has an address, a password, a token or a code in it, whatever was done", async ({
  expect,
}) => {
  const secrets: string[] = [];
  const { person: pending, code: firstCode } = await registerNew(service);
  await activate(service, pending, wrongCode(firstCode));
  await requestCode(service, pending);
  await activate(service, pending, firstCode);
  const { person, tokens } = await newSignedIn(service);
  const device = await openSession(service, person);
  const renewed = await json(refresh(service, device));
  await refresh(service, renewed);
  await refresh(service, device);
  await signIn(service, { ...person, password: "a wrong password" });
  await signIn(service, { ...person, email: "nobody@example.com" });
  const send = (method: string, path: string, body?: unknown): Promise<Response> =>
    sendAs(service, tokens, method, path, body);
  await send("PATCH", "/users/me", { username: `u${randomUUID().slice(0, 8)}`, locale: "fr" });
  const next = { email: `next-${person.email}`, current_password: person.password };
  await send("PUT", "/users/me/email", next);
  await send("PUT", "/users/me/email", { ...next, current_password: "a wrong password" });
  const changed = `changed-${randomUUID()}`;
  const change = { current_password: person.password, new_password: changed };
  await send("PUT", "/users/me/password", change);
  await service.request("/password-resets", postJson({ email: person.email }));
  await operator(service).post("/ops/mail/lookup", { email: person.email });
  await send("DELETE", "/sessions/current");
  const id = await idOf(service, pending);
  for (const body of [{ disabled: true }, { disabled: false }, { role: "admin" }])
    await admin.patch(id, body);
  await admin.unlock(id);
  await admin.delete(id, { reason: "it was asked for" });

  for (const { email, password } of [pending, person, admin.person]) secrets.push(email, password);
  for (const { access_token: access, refresh_token: token } of [tokens, device, renewed])
    secrets.push(access, token);
  secrets.push(changed, next.email, "a wrong password", "nobody@example.com");
  const { rows } = await service.resources.pool.query<{ entry: string; action: string }>(
    `select action, concat_ws(' ', action, actor, address_pseudonym, details::text) as entry
     from audit_entries`,
  );
  const actions = new Set(rows.map(({ action }) => action));
  for (const action of [
    "user.registered",
    "user.activated",
    "activation.refused",
    "session.created",
    "session.refused",
    "session.ended",
    "session.reuse_detected",
    "admin.role_changed",
    "admin.user_disabled",
    "admin.user_enabled",
    "admin.user_unlocked",
    "admin.user_deleted",
  ])
    expect(actions).toContain(action);
  // Ids are full of digits, as codes are.
  const values = rows.map(({ entry }) =>
    entry.replaceAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, ""),
  );
  for (const value of values) {
    for (const secret of secrets) expect(value).not.toContain(secret);
    expect(value).not.toMatch(new RegExp(String.raw`(?<![\w-])${firstCode}(?![\w-])`));
  }
});
