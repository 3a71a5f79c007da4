import { afterAll, beforeAll, describe, test } from "vitest";
import { openPageClient } from "../support/page-client.ts";
import { newToken } from "../support/password-reset.ts";
import { query } from "../support/query.ts";
import { type TestService, startService } from "../support/service.ts";
import { bearer, newActivePerson, newSignedIn, signIn } from "../support/session.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

const NEW_PASSWORD = "a quite different one";
const choose = (fields: Record<string, string>): Promise<Response> =>
  openPageClient(service).post("/reset", fields);
const statusesOf = (answers: Response[], location: string): Response[] =>
  answers.filter((each) => each.status === 303 && each.headers.get("location") === location);
const DONE = "/login?done=password-changed";
const EXPIRED = "/forgot?done=expired";

test("the owner of the mailbox chooses a new password by the page; nobody is signed in by it", async ({
  expect,
}) => {
  const { person, tokens } = await newSignedIn(service);
  const token = await newToken(service, person);
  const client = openPageClient(service);
  const answer = await client.post("/reset", { token, password: NEW_PASSWORD });
  expect([answer.status, answer.headers.get("location")]).toEqual([303, DONE]);
  expect(client.cookies.size).toBe(0);
  expect(await (await client.get(DONE)).text()).toContain("Your password was changed");
  expect((await service.request("/users/me", { headers: bearer(tokens) })).status).toBe(401);
  expect((await signIn(service, person)).status).toBe(401);
  expect((await signIn(service, { ...person, password: NEW_PASSWORD })).status).toBe(201);
});

test("who is signed in as somebody else is told so too, and stays signed in", async ({
  expect,
}) => {
  const [person, other] = [await newActivePerson(service), await newActivePerson(service)];
  const client = openPageClient(service);
  await client.post("/login", other);
  const token = await newToken(service, person);
  await client.post("/reset", { token, password: NEW_PASSWORD });
  expect(await (await client.get(DONE)).text()).toContain("Your password was changed");
  expect(await (await client.get("/welcome")).text()).toContain(other.email);
});

describe("without a script the link is pasted:", () => {
  test.for([
    ["as it is", (token: string) => `http://127.0.0.1:8080/reset#token=${token}`],
    ["what is behind the #", (token: string) => `#token=${token}`],
    [
      "broken into lines",
      (token: string) => `<http://id.test/reset#tok en=${token.slice(0, 9)}
       ${token.slice(9)}>`,
    ],
    [
      "inside a link of the mailbox's program",
      (token: string) =>
        `https://links.test/?url=http%3A%2F%2Fid.test%2Freset%23token%3D${token}&data=1`,
    ],
  ] as const)("%s", async ([, linkWith], { expect }) => {
    const person = await newActivePerson(service);
    const link = linkWith(await newToken(service, person));
    const answer = await choose({ link, password: NEW_PASSWORD });
    expect(answer.headers.get("location")).toBe(DONE);
    expect((await signIn(service, { ...person, password: NEW_PASSWORD })).status).toBe(201);
  });

  test("anything else is said at the field, which then is on the page for every browser", async ({
    expect,
  }) => {
    for (const link of ["", "http://127.0.0.1:8080/reset", `#token=${"x".repeat(300)}`, '"><b>']) {
      const answer = await choose({ link, password: NEW_PASSWORD });
      expect(answer.status).toBe(422);
      const page = await answer.text();
      expect(page).toContain('<div class="paste needed">');
      expect(page).toMatch(/id="link-error">This is not the whole link\./);
      expect(page).not.toContain("<b>");
      expect(page).not.toContain(NEW_PASSWORD);
    }
  });
});

test("a password that is refused is told why at its field, and the token is not lost with it", async ({
  expect,
}) => {
  const person = await newActivePerson(service);
  const token = await newToken(service, person);
  const local = person.email.split("@")[0] ?? "";
  for (const [password, words] of [
    ["", "The password must have 8 to 256 characters."],
    ["e\u0301".repeat(4), "The password must have 8 to 256 characters."],
    ["Password1", "Many people use this password"],
    [`${local}!1`, "made of names that are easy to guess"],
    ["abcabcabcabc", "repeats itself"],
  ] as const) {
    const answer = await choose({ token, password });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toMatch(new RegExp(`id="password-error">[^<]*${words}`));
    expect(page).toContain(`<input type="hidden" name="token" value="${token}"`);
    if (password !== "") expect(page).not.toContain(password);
  }
  expect((await choose({ token, password: NEW_PASSWORD })).headers.get("location")).toBe(DONE);
});

describe("a link that is no good", () => {
  test("used, made up or too old, leads to asking for a new one, which says why", async ({
    expect,
  }) => {
    const person = await newActivePerson(service);
    const token = await newToken(service, person);
    const old = await newToken(service, await newActivePerson(service));
    const age = "update password_resets set expires_at = now() where token_digest <> $1";
    await choose({ token, password: NEW_PASSWORD });
    await query(service, age, "");
    for (const each of [token, old, "x", "A".repeat(43)]) {
      const answer = await choose({ token: each, password: "yet another password" });
      expect([answer.status, answer.headers.get("location")]).toEqual([303, EXPIRED]);
    }
    const page = await openPageClient(service).get(EXPIRED);
    expect(await page.text()).toContain("This link was used, or is too old. Ask for a new one.");
    expect((await signIn(service, { ...person, password: NEW_PASSWORD })).status).toBe(201);
    expect(service.logLines.join("\n")).toContain('"code":"link_expired"');
  });

  test("tells nothing of what its owner may choose", async ({ expect }) => {
    const answer = await choose({ token: "x", password: "Password1" });
    expect(answer.headers.get("location")).toBe(EXPIRED);
  });
});

test("50 parallel uses of one link: one success, whose password is the account's", async ({
  expect,
}) => {
  const person = await newActivePerson(service);
  const token = await newToken(service, person);
  const passwords = Array.from({ length: 50 }, (_, i) => `password number ${i} of all`);
  const answers = await Promise.all(passwords.map((password) => choose({ token, password })));
  expect(statusesOf(answers, DONE)).toHaveLength(1);
  expect(statusesOf(answers, EXPIRED)).toHaveLength(49);
  const password =
    passwords[answers.findIndex((each) => each.headers.get("location") === DONE)] ?? "";
  expect((await signIn(service, { ...person, password })).status).toBe(201);
});

test("the limit is the API's, and the token outlasts it", async ({ expect }) => {
  const client = openPageClient(service);
  for (let i = 0; i < 30; i++) await client.post("/reset", { token: "x", password: NEW_PASSWORD });
  const answer = await client.post("/reset", { token: "kept", password: NEW_PASSWORD });
  expect(answer.status).toBe(429);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  const page = await answer.text();
  expect(page).toContain("There were too many tries.");
  expect(page).toContain('name="token" value="kept"');
});

test("while Postgres is away the page comes back with the token, and then it works", async ({
  expect,
}) => {
  const person = await newActivePerson(service);
  const token = await newToken(service, person);
  const { pool } = service.resources;
  const run = pool.query.bind(pool);
  const away = Object.assign(new Error("away"), { code: "ECONNREFUSED" });
  pool.query = () => Promise.reject(away);
  const answer = await choose({ token, password: NEW_PASSWORD });
  pool.query = run;
  expect(answer.status).toBe(503);
  const page = await answer.text();
  expect(page).toContain("The service is not available at the moment. Nothing was changed.");
  expect(page).toContain(`name="token" value="${token}"`);
  expect((await choose({ token, password: NEW_PASSWORD })).headers.get("location")).toBe(DONE);
});

test("only a form of our own page chooses", async ({ expect }) => {
  const person = await newActivePerson(service);
  const token = await newToken(service, person);
  const client = openPageClient(service);
  const fields = { token, password: NEW_PASSWORD };
  for (const headers of [{ origin: "https://evil.test" }, { origin: "null" }])
    expect((await client.post("/reset", fields, headers)).status).toBe(403);
  expect((await signIn(service, person)).status).toBe(201);
  expect((await client.post("/reset", fields)).headers.get("location")).toBe(DONE);
});
