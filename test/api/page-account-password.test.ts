import { afterAll, beforeAll, describe, test } from "vitest";
import { openAccount } from "../support/account-page.ts";
import { newPerson } from "../support/client.ts";
import { query } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";
import { isAlive, openSession, signIn } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

describe("the password", () => {
  const PATH = "/account/password";

  test("is changed: all other devices are signed out, and this one is not", async ({ expect }) => {
    const { person, send, follow, read } = await openAccount(service);
    const [tokens, other] = [
      await openSession(service, person),
      await openAccount(service, person),
    ];
    const { password } = newPerson();
    const fields = { current_password: person.password, new_password: password };
    const said = await send(PATH, fields);
    expect([said.status, said.location]).toEqual([303, "/account?done=password-changed#password"]);
    expect((await follow(said)).line).toMatch(/^Your password was changed\. All other devices/);
    expect((await read()).status).toBe(200);
    expect((await other.read()).status).toBe(303);
    expect(await isAlive(service, tokens)).toBe(false);
    expect((await signIn(service, person)).status).toBe(401);
    expect((await signIn(service, { ...person, password })).status).toBe(201);
  });

  test("is refused at the field that is wrong, and none is ever written into the page", async ({
    expect,
  }) => {
    const { person, send } = await openAccount(service);
    const { password: right } = person;
    const fresh = newPerson().password;
    const cases = [
      ["not it", fresh, 403, { current_password: "The current password is wrong." }],
      [right, "short", 422, { new_password: "The password must have 8 to 256 characters." }],
      [right, "password123", 422, { new_password: expect.stringContaining("Many people use") }],
      [right, right, 422, { new_password: "This is your current password. Choose another one." }],
      ["", fresh, 403, { current_password: "The current password is wrong." }],
      [right, "", 422, { new_password: expect.stringContaining("8 to 256") }],
    ] as const;
    for (const [current_password, new_password, status, errors] of cases) {
      const said = await send(PATH, { current_password, new_password });
      expect([said.status, said.errors]).toEqual([status, errors]);
      for (const secret of [right, fresh]) expect(said.text).not.toContain(secret);
    }
    expect((await signIn(service, person)).status).toBe(201);
  });

  test("is asked for ten times an hour, whichever form asks; then the page says when again", async ({
    expect,
  }) => {
    const { person, send, read } = await openAccount(service);
    const { password: fresh } = newPerson();
    const wrong = { current_password: "x", new_password: fresh };
    for (let i = 0; i < 4; i++) await send(PATH, wrong);
    for (let i = 0; i < 3; i++)
      await send("/account/email", { new_email: newPerson().email, email_password: "x" });
    for (let i = 0; i < 3; i++)
      await send("/account/deletion", { confirmed: "yes", deletion_password: "x" });
    const right = { current_password: person.password, new_password: fresh };
    const said = await send(PATH, right);
    expect([said.status, said.errors]).toEqual([429, {}]);
    expect(said.line).toMatch(/^There were too many tries\. You can try again in \d+ minutes\.$/);
    const found = await query(
      service,
      `select count(*)::int as count from audit_entries a join users u on u.id = a.account_id
       where u.email = $1 and a.action = 'password.check_refused'`,
      person.email,
    );
    expect(found).toEqual([{ count: 10 }]);
    expect((await read()).status).toBe(200);
    expect((await signIn(service, person)).status).toBe(201);
  });

  test("is changed by one of many who try at once; the others are told that theirs is the older one", async ({
    expect,
  }) => {
    const { person, send, read } = await openAccount(service);
    const passwords = Array.from({ length: 5 }, () => newPerson().password);
    const said = await Promise.all(
      passwords.map((new_password) =>
        send(PATH, { current_password: person.password, new_password }),
      ),
    );
    const done = said.filter(({ status }) => status === 303);
    expect(done).toHaveLength(1);
    for (const { status, errors } of said.filter((each) => each.status !== 303))
      expect([status, Object.keys(errors)]).toEqual([403, ["current_password"]]);
    expect((await read()).status).toBe(200);
  });
});
