import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { openAccount } from "../support/account-page.ts";
import { openPageClient } from "../support/page-client.ts";
import { query } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";
import { getMeAs, newActivePerson, openSession } from "../support/session.ts";

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
    const statuses = said.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([303, ...Array.from({ length: 7 }, () => 409)]);
  });
});
