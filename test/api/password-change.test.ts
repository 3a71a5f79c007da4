import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { type Person, newPerson } from "../support/client.ts";
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

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

const change = (
  tokens: Tokens,
  current: Pick<Person, "password">,
  to = newPerson().password,
): Promise<Response> =>
  sendAs(service, tokens, "PUT", "/users/me/password", {
    current_password: current.password,
    new_password: to,
  });

const auditOf = async ({ email }: Person): Promise<string[]> =>
  (
    await service.resources.pool.query<{ action: string }>(
      `select a.action from audit_entries a join users u on u.id = a.account_id
       where u.email = $1 and a.action not in ('user.registered', 'user.activated', 'session.created', 'session.refused') order by a.id`,
      [email],
    )
  ).rows.map(({ action }) => action);

test("the new password is the password, this session stays, and a mail tells the owner", async ({
  expect,
}) => {
  const { person, tokens } = await newSignedIn(service);
  const password = `n\u0065\u0301w-${randomUUID()}`;
  expect((await change(tokens, person, password)).status).toBe(204);
  expect((await signIn(service, person)).status).toBe(401);
  expect((await signIn(service, { ...person, password })).status).toBe(201);
  // Typed apart or composed, it is the same one.
  const composed = { ...person, password: password.normalize("NFC") };
  expect((await signIn(service, composed)).status).toBe(201);
  expect((await getMeAs(service, tokens)).status).toBe(200);
  expect((await refresh(service, tokens)).status).toBe(200);
  const notice = await service.email.mailTo(person.email, 2);
  expect(notice.subject).toBe("Your Latchkey password was changed");
  expect(await auditOf(person)).toEqual(["password.changed"]);
});

test("all other sessions end at once, whatever they try", async ({ expect }) => {
  const { person, tokens } = await newSignedIn(service);
  const others = await Promise.all(Array.from({ length: 5 }, () => openSession(service, person)));
  for (const other of others) expect((await getMeAs(service, other)).status).toBe(200);
  expect((await change(tokens, person)).status).toBe(204);
  for (const other of others) {
    expect((await getMeAs(service, other)).status).toBe(401);
    expect((await refresh(service, other)).status).toBe(401);
  }
  expect(await auditOf(person)).toEqual(["password.changed", "session.ended"]);
});

test("links to reset the older password are of no use any more", async ({ expect }) => {
  const { person, tokens } = await newSignedIn(service);
  const { pool } = service.resources;
  const insert = `insert into password_resets (token_digest, message_id, user_row_id, expires_at)
    select $1, $2, row_id, now() + interval '1 h' from users where email = $3`;
  await pool.query(insert, [randomUUID(), randomUUID(), person.email]);
  const other = await newSignedIn(service);
  await pool.query(insert, [randomUUID(), randomUUID(), other.person.email]);
  expect((await change(tokens, person)).status).toBe(204);
  const { rows } = await pool.query(
    "select u.email from password_resets r join users u on u.row_id = r.user_row_id",
  );
  expect(rows).toEqual([{ email: other.person.email }]);
});

describe("a wrong current password", () => {
  test("is told and written down, and changes nothing", async ({ expect }) => {
    const { person, tokens } = await newSignedIn(service);
    const response = await change(tokens, { password: "not the password" });
    expect(response.status).toBe(403);
    expect(await json(response)).toMatchObject({ code: "password_incorrect" });
    expect(await auditOf(person)).toEqual(["password.check_refused"]);
    expect((await signIn(service, person)).status).toBe(201);
  });

  test("is compared ten times an hour, and a right one gives its try back", async ({ expect }) => {
    const { person, tokens } = await newSignedIn(service);
    let { password } = person;
    for (let i = 0; i < 3; i++) {
      const next = newPerson().password;
      expect((await change(tokens, { password }, next)).status).toBe(204);
      password = next;
    }
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, i) => change(tokens, { password: `not the password ${i}` })),
    );
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
    const right = await change(tokens, { password });
    expect(await json(right)).toMatchObject({
      code: "rate_limited",
      "violated-policies": ["password-check.account"],
    });
    const stranger = await newSignedIn(service);
    expect((await change(stranger.tokens, stranger.person)).status).toBe(204);
  });

  test("that no account can have is wrong like any other", async ({ expect }) => {
    const { tokens } = await newSignedIn(service);
    expect((await change(tokens, { password: "bad\u0000" })).status).toBe(403);
  });
});

test("the same password again, a short one, and what is no password are refused by name", async ({
  expect,
}) => {
  const { person, tokens } = await newSignedIn(service);
  for (const to of [person.password, "short", "", "x".repeat(257), "long enough\u0007"]) {
    const response = await change(tokens, person, to);
    expect(response.status, to).toBe(422);
    expect((await json(response)).errors).toMatchObject([{ field: "new_password" }]);
  }
});

test("one that is easy to guess for this owner is refused with the reason, and changes nothing", async ({
  expect,
}) => {
  const { person, tokens } = await newSignedIn(service);
  const username = `zq-${randomUUID().slice(0, 12)}`;
  await sendAs(service, tokens, "PATCH", "/users/me", { username });
  for (const to of [username, "passwordpassword", person.email.split("@")[0] ?? ""]) {
    const response = await change(tokens, person, to);
    expect(response.status, to).toBe(422);
    expect(await json(response)).toMatchObject({
      code: "password_refused",
      errors: [{ field: "new_password" }],
    });
  }
  expect((await signIn(service, person)).status).toBe(201);
});
