import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import {
  type Person,
  activate,
  newPerson,
  postJson,
  register,
  requestCode,
} from "../support/client.ts";
import { codeIn } from "../support/email-api.ts";
import { askAndRead, confirmAddress, moveTo, passEmailCooldown } from "../support/email-change.ts";
import { interceptEvents } from "../support/event-api.ts";
import { makePassword } from "../support/password-reset.ts";
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

const undo = (token: string): Promise<Response> =>
  service.request("/email-changes/undo", postJson({ token }));

/** No older password is right after an undo. */
async function signInAnew(person: Person): Promise<Tokens> {
  await makePassword(service, person);
  return openSession(service, person);
}

test("the link of the notice puts the older address back, once, and signs every device out", async ({
  expect,
}) => {
  const { person, tokens } = await newSignedIn(service);
  const { person: moved, undoToken } = await moveTo(service, tokens, person);
  const other = await openSession(service, moved);
  const response = await undo(undoToken);
  expect(response.status).toBe(204);
  expect(await response.text()).toBe("");
  for (const each of [tokens, other]) {
    expect((await getMeAs(service, each)).status).toBe(401);
    expect((await refresh(service, each)).status).toBe(401);
  }
  expect((await signIn(service, moved)).status).toBe(401);
  const again = await signInAnew(person);
  const me = await json(getMeAs(service, again));
  expect(me).toMatchObject({ email: person.email, email_change: null });
  expect(await json(undo(undoToken))).toMatchObject({ code: "link_expired", status: 410 });
  const [entry] = await query(
    service,
    "select * from audit_entries where account_id = $1 and action = 'email.change_undone'",
    me.id,
  );
  expect(entry).toMatchObject({ actor: me.id, details: {} });
  const events = await query(
    service,
    "select type, payload->'data' as data from webhook_events where account_id = $1 order by created_at desc",
    me.id,
  );
  expect(events.find(({ type }) => type === "user.updated")).toMatchObject({
    data: { email: person.email },
  });
});

test("100 uses at once are one", async ({ expect }) => {
  const { person, tokens } = await newSignedIn(service);
  const { undoToken } = await moveTo(service, tokens, person);
  const responses = await Promise.all(Array.from({ length: 100 }, () => undo(undoToken)));
  const statuses = responses.map(({ status }) => status);
  expect(statuses.filter((status) => status === 204)).toHaveLength(1);
  expect(statuses.filter((status) => status === 410).length).toBeGreaterThan(30);
  // On a slow machine the last ones wait longer than a connection may take.
  expect(statuses.filter((status) => ![204, 410, 503].includes(status))).toEqual([]);
});

test("whoever took the account cannot take it back: what he asked for is void, and his links too", async ({
  expect,
}) => {
  const { person, tokens } = await newSignedIn(service);
  const first = await moveTo(service, tokens, person);
  await passEmailCooldown(service, first.person.email);
  const second = await moveTo(service, tokens, first.person);
  await passEmailCooldown(service, second.person.email);
  const asked = await askAndRead(service, tokens, second.person);
  await query(
    service,
    `insert into password_resets (token_digest, message_id, user_row_id, expires_at)
     select 'of ' || row_id, gen_random_uuid(), row_id, now() + interval '1 h' from users where email = $1`,
    second.person.email,
  );
  expect((await undo(first.undoToken)).status).toBe(204);
  expect((await undo(second.undoToken)).status).toBe(410);
  const own = await signInAnew(person);
  expect((await confirmAddress(service, own, asked.code)).status).toBe(410);
  const { id } = await json(getMeAs(service, own));
  const resets =
    "select 1 from password_resets r join users u on u.row_id = r.user_row_id where u.id = $1";
  expect(await query(service, resets, id)).toEqual([]);
});

test("of two changes the later is undone first, and then the first one, back to the beginning", async ({
  expect,
}) => {
  const { person, tokens } = await newSignedIn(service);
  const first = await moveTo(service, tokens, person);
  await passEmailCooldown(service, first.person.email);
  const second = await moveTo(service, tokens, first.person);
  expect((await undo(second.undoToken)).status).toBe(204);
  expect((await json(getMeAs(service, await signInAnew(first.person)))).email).toBe(
    first.person.email,
  );
  expect((await undo(first.undoToken)).status).toBe(204);
  expect((await json(getMeAs(service, await signInAnew(person)))).email).toBe(person.email);
});

describe("the older address, while the way back is open", () => {
  test("is not lost to a stranger who registers it: without the mailbox he cannot activate it", async ({
    expect,
  }) => {
    const { person, tokens } = await newSignedIn(service);
    const { undoToken } = await moveTo(service, tokens, person);
    const stranger = { ...newPerson(), email: person.email };
    expect((await register(service, stranger)).status).toBe(202);
    expect((await undo(undoToken)).status).toBe(204);
    expect((await requestCode(service, stranger)).status).toBe(401);
    await signInAnew(person);
  });

  test("stays with whoever registered and activated it anew; the link works once it is free again", async ({
    expect,
  }) => {
    const { person, tokens } = await newSignedIn(service);
    const { person: moved, undoToken } = await moveTo(service, tokens, person);
    const before = service.email.accepted.filter(({ to }) => to === person.email).length;
    const anew = { ...newPerson(), email: person.email };
    await register(service, anew);
    await activate(service, anew, codeIn(await service.email.mailTo(person.email, before + 1)));
    const refused = await undo(undoToken);
    expect(refused.status).toBe(409);
    expect(await json(refused)).toMatchObject({ code: "email_taken" });
    expect((await signIn(service, moved)).status).toBe(201);
    const own = await openSession(service, anew);
    await sendAs(service, own, "DELETE", "/users/me", { current_password: anew.password });
    expect((await undo(undoToken)).status).toBe(204);
    await signInAnew(person);
  });
});

test("mail that waits for the address that was left still goes there", async ({ expect }) => {
  const { person, tokens } = await newSignedIn(service);
  service.email.answerWith(({ to, subject }) =>
    to === person.email && subject.includes("already")
      ? new Response(null, { status: 503 })
      : undefined,
  );
  await register(service, { ...newPerson(), email: person.email });
  await expect
    .poll(() => service.email.attempts.filter(({ to }) => to === person.email).length)
    .toBeGreaterThan(1);
  const { person: moved } = await moveTo(service, tokens, person);
  service.email.answerWith(null);
  await expect
    .poll(() => service.email.accepted.filter(({ to }) => to === person.email).length)
    .toBe(3);
  expect(
    service.email.accepted.filter(
      ({ to, subject }) => to === moved.email && subject.includes("already"),
    ),
  ).toEqual([]);
});
