import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, test } from "vitest";
import { json } from "../support/answer.ts";
import { type Person, activate, newPerson, register, registerNew } from "../support/client.ts";
import { dumpPostgres, dumpRedis } from "../support/dump.ts";
import { codeIn } from "../support/email-api.ts";
import { askAndRead, confirmAddress, moveTo, passEmailCooldown } from "../support/email-change.ts";
import { interceptEvents } from "../support/event-api.ts";
import { query } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";
import {
  type Tokens,
  getMeAs,
  newSignedIn,
  openSession,
  refresh,
  sendAs,
  signIn,
} from "../support/session.ts";

const product = interceptEvents();
let service: TestService;
beforeAll(async () => {
  service = await startService(product.environment);
});
afterAll(() => service[Symbol.asyncDispose]());

const remove = (tokens: Tokens, { password }: Pick<Person, "password">): Promise<Response> =>
  sendAs(service, tokens, "DELETE", "/users/me", { current_password: password });

test("all that names the owner is gone from both stores, and the trail keeps what he did", async ({
  expect,
}) => {
  const ip = "203.0.113.77";
  const agent = `Agent/${randomUUID()}`;
  const own: TestService = {
    ...service,
    request: (path, init) =>
      service.request(path, {
        ...init,
        from: ip,
        headers: { ...(init?.headers as Record<string, string>), "user-agent": agent },
      }),
  };
  const { person, code } = await registerNew(own);
  await activate(own, person, code);
  const tokens: Tokens = await json(signIn(own, person, { device: `Phone ${agent}` }));
  const username = `ada-${randomUUID().slice(0, 8)}`;
  await sendAs(own, tokens, "PATCH", "/users/me", { username });
  await remove(tokens, { password: "not the password" });
  const { person: moved } = await moveTo(own, tokens, person);
  await passEmailCooldown(own, moved.email);
  const asked = await askAndRead(own, tokens, moved);
  const { id } = await json(getMeAs(own, tokens));
  const personal = [person.email, moved.email, asked.email, username, ip, agent];
  const before = await dumpPostgres(service);
  for (const text of personal) expect(before).toContain(text);

  expect(
    (await sendAs(own, tokens, "DELETE", "/users/me", { current_password: person.password }))
      .status,
  ).toBe(204);
  expect((await service.email.mailTo(moved.email, 2)).subject).toBe(
    "Your Latchkey account was deleted",
  );
  const settled = "select state, recipient from mail_messages where kind = 'account_deleted'";
  await expect
    .poll(() => query(service, settled), { timeout: 10_000 })
    .toEqual([{ state: "sent", recipient: null }]);
  const [postgres, redis] = [await dumpPostgres(service), await dumpRedis(service)];
  for (const text of personal) {
    expect(postgres).not.toContain(text);
    expect(redis).not.toContain(text);
  }
  const trail = await query(
    service,
    "select action, actor, ip, address_pseudonym from audit_entries where account_id = $1 order by id",
    id,
  );
  // Whoever registered, or had a wrong password, is nobody known.
  const actorOf = (action: string): string | null =>
    ["user.registered", "password.check_refused"].includes(action) ? null : id;
  expect(trail).toEqual(
    [
      "user.registered",
      "user.activated",
      "session.created",
      "profile.changed",
      "password.check_refused",
      "email.change_requested",
      "email.changed",
      "email.change_requested",
      "session.ended",
      "user.deleted",
    ].map((action) => ({ action, actor: actorOf(action), ip: null, address_pseudonym: null })),
  );
});

test("the product is told, last of all, and nothing is kept of what it was told of him", async ({
  expect,
}) => {
  const { person, tokens } = await newSignedIn(service);
  const { id } = await json(getMeAs(service, tokens));
  const kept = "select type from webhook_events where account_id = $1 order by created_at, type";
  expect(await query(service, kept, id)).not.toEqual([]);
  await remove(tokens, person);
  expect(await query(service, kept, id)).toEqual([
    { type: "session.revoked" },
    { type: "user.deleted" },
  ]);
  const told = (): unknown[] =>
    product.heard.map(({ body }) => body.data).filter((data) => data["user_id"] === id);
  await expect.poll(told, { timeout: 10_000 }).toContainEqual({ user_id: id });
  const revoked = expect.objectContaining({ reason: "account_deleted" });
  await expect.poll(told, { timeout: 10_000 }).toContainEqual(revoked);
});

test("every session is dead at once, and nothing he had opens anything", async ({ expect }) => {
  const { person, tokens } = await newSignedIn(service);
  const other = await openSession(service, person);
  const { person: moved, undoToken } = await moveTo(service, other, person);
  await passEmailCooldown(service, moved.email);
  const { code } = await askAndRead(service, other, moved);
  expect((await remove(other, person)).status).toBe(204);
  for (const each of [tokens, other]) {
    expect((await getMeAs(service, each)).status).toBe(401);
    expect((await refresh(service, each)).status).toBe(401);
    expect((await confirmAddress(service, each, code)).status).toBe(401);
    expect((await remove(each, person)).status).toBe(401);
  }
  expect((await signIn(service, moved)).status).toBe(401);
  const undone = await service.request("/email-changes/undo", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token: undoToken }),
  });
  expect(undone.status).toBe(410);
});

test("the address can be registered again, as somebody new, whom no older code activates", async ({
  expect,
}) => {
  const { person, code: older } = await registerNew(service);
  await activate(service, person, older);
  const tokens = await openSession(service, person);
  const { id } = await json(getMeAs(service, tokens));
  await remove(tokens, person);
  await service.email.mailTo(person.email, 2);
  const anew = { ...newPerson(), email: person.email };
  await register(service, anew);
  const code = codeIn(await service.email.mailTo(person.email, 3));
  if (older !== code) expect((await activate(service, anew, older)).status).toBe(400);
  expect((await activate(service, anew, code)).status).toBe(200);
  const me = await json(getMeAs(service, await openSession(service, anew)));
  expect(me).toMatchObject({ email: person.email, username: null, email_change: null });
  expect(me.id).not.toBe(id);
});

test("a wrong password deletes nothing, and of many right ones at once one deletes", async ({
  expect,
}) => {
  const { person, tokens } = await newSignedIn(service);
  expect((await remove(tokens, { password: "not the password" })).status).toBe(403);
  expect((await getMeAs(service, tokens)).status).toBe(200);
  const responses = await Promise.all(Array.from({ length: 8 }, () => remove(tokens, person)));
  const statuses = responses.map(({ status }) => status);
  expect(statuses.filter((status) => status === 204)).toHaveLength(1);
  expect(statuses.filter((status) => status === 401)).toHaveLength(7);
  const farewells = "select 1 from audit_entries where action = 'user.deleted' and account_id = $1";
  const [{ id } = {}] = await query(
    service,
    "select account_id as id from audit_entries where action = 'user.deleted' order by id desc limit 1",
  );
  expect(await query(service, farewells, id)).toHaveLength(1);
});
