import { afterAll, beforeAll, test } from "vitest";
import { newPerson } from "../support/client.ts";
import { openPageClient, signInByPage } from "../support/page-client.ts";
import { type TestService, startService } from "../support/service.ts";
import { bearer, newActivePerson, newSignedIn, sendAs } from "../support/session.ts";
import { json } from "../support/answer.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService({ RETURN_URLS: "https://shop.test/after-sign-in" });
});
afterAll(() => service[Symbol.asyncDispose]());

test("a sign-in by the page opens a session that the pages know, until it is signed out", async ({
  expect,
}) => {
  const person = await newActivePerson(service);
  const client = openPageClient(service);
  const before = await client.get("/welcome");
  expect([before.status, before.headers.get("location")]).toEqual([303, "/login?next=welcome"]);
  const answer = await signInByPage(client, person);
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/welcome"]);
  const welcome = await client.get("/welcome");
  expect(welcome.status).toBe(200);
  expect(await welcome.text()).toContain(person.email);
  expect(client.cookies.size).toBe(2);

  const stale = new Map(client.cookies);
  const out = await client.post("/logout", {});
  expect(out.headers.get("location")).toBe("/login?done=signed-out");
  for (const [name, value] of stale) client.cookies.set(name, value);
  expect((await client.get("/welcome")).status).toBe(303);
});

test("what is wrong is said on the page, and challenges no browser to ask for a password itself", async ({
  expect,
}) => {
  const person = await newActivePerson(service);
  const client = openPageClient(service);
  const answers = [
    await signInByPage(client, { ...person, password: "not the password" }),
    await signInByPage(client, newPerson()),
  ];
  for (const answer of answers) {
    expect(answer.status).toBe(403);
    expect(answer.headers.get("www-authenticate")).toBe(null);
    expect(await answer.text()).toContain("The e\u2011mail address or the password is wrong.");
  }
  const odd = await signInByPage(client, { email: '"><img src=x>', password: "x" });
  expect(odd.status).toBe(422);
  const page = await odd.text();
  expect(page).toContain("This is not an e\u2011mail address.");
  expect(page).not.toContain("<img");
  expect(client.cookies.size).toBe(0);
});

test("a session of a page is one of the account's devices, and ends with them", async ({
  expect,
}) => {
  const { person, tokens } = await newSignedIn(service);
  const client = openPageClient(service);
  await signInByPage(client, person);
  const list = await json(service.request("/sessions", { headers: bearer(tokens) }));
  expect(list.sessions).toHaveLength(2);
  expect((await sendAs(service, tokens, "DELETE", "/sessions")).status).toBe(204);
  expect((await client.get("/welcome")).status).toBe(303);
});

test("a sign-in leads on to where operators allow it, and nowhere else", async ({ expect }) => {
  const person = await newActivePerson(service);
  const lead = async (next: string): Promise<string | null> => {
    const client = openPageClient(service);
    const path = `/login?${new URLSearchParams({ next })}`;
    return (await signInByPage(client, person, path)).headers.get("location");
  };
  expect(await lead("account")).toBe("/account");
  expect(await lead("https://shop.test/after-sign-in")).toBe("https://shop.test/after-sign-in");
  for (const next of ["https://evil.test/", "//evil.test", "https://shop.test/after-sign-in?x=1"])
    expect(await lead(next)).toBe("/welcome");
});

test("only a form of our own pages does anything", async ({ expect }) => {
  const person = await newActivePerson(service);
  const client = openPageClient(service);
  for (const headers of [
    { origin: "https://evil.test" },
    { origin: "null" },
    { origin: "" },
    { "sec-fetch-site": "same-site" },
  ]) {
    const answer = await client.post("/login", person, headers);
    expect(answer.status).toBe(403);
    expect(client.cookies.size).toBe(0);
  }
  expect((await client.post("/login", person)).status).toBe(303);
});
