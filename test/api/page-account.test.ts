import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { openAccount } from "../support/account-page.ts";
import { newPerson } from "../support/client.ts";
import { openPageClient } from "../support/page-client.ts";
import { query } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";
import { getMeAs, isAlive, newActivePerson, openSession, signIn } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

const newName = (): string => `u-${randomUUID().slice(0, 20)}`;

describe("the page of an account", () => {
  test("leads who is not signed in to the sign-in, and back from there", async ({ expect }) => {
    const person = await newActivePerson(service);
    const client = openPageClient(service);
    const asked = await client.get("/account");
    expect(asked.headers.get("location")).toBe("/login?next=account");
    const answer = await client.post("/login?next=account", person);
    expect(answer.headers.get("location")).toBe("/account");
    expect((await client.get("/account")).status).toBe(200);
  });

  test("has a heading and a link for each part, all forms, and says where one is", async ({
    expect,
  }) => {
    const { person, read } = await openAccount(service);
    const { text, line } = await read();
    const links = [...text.matchAll(/href="#(\w+)"/g)].map(([, name]) => name);
    expect(links).toEqual(["profile", "password", "email", "devices", "deletion"]);
    for (const name of links) expect(text).toMatch(new RegExp(`<section[^>]* id="${name}"`));
    expect([...text.matchAll(/<h2 /g)]).toHaveLength(links.length);
    expect(text).toContain(`Your address is <bdi dir="ltr">${person.email}</bdi>.`);
    expect(text).toMatch(/<a href="\/account" aria-current="page"/);
    expect(text).not.toMatch(/<a href="\/welcome" aria-current/);
    expect(line).toBeNull();
  });

  test("says what was done only in its own words", async ({ expect }) => {
    const { read } = await openAccount(service);
    expect((await read("/account?done=profile-saved")).line).toBe("Your profile is saved.");
    for (const done of ["", "no-such", "toString", "<b>x</b>"]) {
      const said = await read(`/account?${new URLSearchParams({ done })}`);
      expect(said.line).toBeNull();
      expect(said.text).not.toContain("<b>x");
    }
  });

  test("is there again for whoever asks for the address that a refused form left", async ({
    expect,
  }) => {
    const { read } = await openAccount(service);
    const paths = {
      profile: "profile",
      password: "password",
      email: "email",
      "email/confirm": "email",
      devices: "devices",
      "devices/others": "devices",
      deletion: "deletion",
    };
    for (const [path, section] of Object.entries(paths)) {
      const { status, location } = await read(`/account/${path}`);
      expect([status, location]).toEqual([303, `/account#${section}`]);
    }
  });
});

describe("the profile", () => {
  test("is saved: username and language of the mails, which the API then shows", async ({
    expect,
  }) => {
    const { person, send, follow, read } = await openAccount(service);
    const tokens = await openSession(service, person);
    const username = newName();
    const said = await send("/account/profile", { username, locale: "de" });
    expect([said.status, said.location]).toEqual([303, "/account?done=profile-saved#profile"]);
    const { text, line } = await follow(said);
    expect(line).toBe("Your profile is saved.");
    // Where the address leads is the line, which takes the focus.
    expect(text).toMatch(/<p\s+class="status"[^>]*tabindex="-1"[^>]*id="profile"/);
    expect(text.match(/id="profile"/g)).toHaveLength(1);
    expect(text).toContain(`value="${username}"`);
    expect(text).toMatch(/<option\s+value="de"\s+lang="de"\s+selected\s*>\s*Deutsch/);
    expect(await json(getMeAs(service, tokens))).toMatchObject({ username, locale: "de" });

    await send("/account/profile", { username: "", locale: "de" });
    expect(await json(getMeAs(service, tokens))).toMatchObject({ username: null });
    expect((await read()).text).toMatch(/name="username"[^>]*value=""/);
  });

  test("with a name that somebody has, whatever its case, is refused at its field", async ({
    expect,
  }) => {
    const [ada, eve] = [await openAccount(service), await openAccount(service)];
    const username = newName();
    await ada.send("/account/profile", { username, locale: "en" });
    const taken = username.toUpperCase();
    const said = await eve.send("/account/profile", { username: taken, locale: "fr" });
    expect(said.status).toBe(409);
    expect(said.errors).toEqual({
      username: "Somebody else has this username. Choose another one.",
    });
    // What was typed is there still, and all else of the page.
    expect(said.text).toContain(`value="${taken}"`);
    expect(said.text).toMatch(/<option\s+value="fr"\s+lang="fr"\s+selected/);
    expect(said.text).toMatch(/aria-invalid="true"\s+autofocus/);
    expect(said.text).toContain("<title>Error: Your account");
    expect(said.text).toContain(`Your address is <bdi dir="ltr">${eve.person.email}</bdi>.`);
  });

  test("takes no name and no language that the API does not", async ({ expect }) => {
    const { person, send } = await openAccount(service);
    for (const username of ["ab", "x".repeat(33), "-ada", "a da", "ädä", "<b>ada</b>"]) {
      const said = await send("/account/profile", { username, locale: "en" });
      expect(said.status).toBe(422);
      expect(said.errors["username"]).toMatch(/^A username has 3 to 32 /);
      expect(said.text).not.toContain("<b>ada");
    }
    for (const locale of ["xx", "EN", ""]) {
      const said = await send("/account/profile", { username: newName(), locale });
      expect([said.status, Object.keys(said.errors)]).toEqual([422, ["locale"]]);
    }
    const rows = await query(
      service,
      "select username, locale from users where email = $1",
      person.email,
    );
    expect(rows).toEqual([{ username: null, locale: "en" }]);
  });

  test("gives one of many who claim a name at once what they want, and the others a word", async ({
    expect,
  }) => {
    const all = await Promise.all(Array.from({ length: 8 }, () => openAccount(service)));
    const username = newName();
    const said = await Promise.all(
      all.map(({ send }) => send("/account/profile", { username, locale: "en" })),
    );
    const statuses = said.map(({ status }) => status).toSorted();
    expect(statuses).toEqual([303, ...Array.from({ length: 7 }, () => 409)]);
  });
});

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
