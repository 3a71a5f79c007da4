import { afterAll, beforeAll, test, vi } from "vitest";
import { UnavailableError } from "../../src/domain/failure.ts";
import { newPerson, register } from "../support/client.ts";
import { openPageClient, signInByPage } from "../support/page-client.ts";
import { randomAddress } from "../support/random-address.ts";
import { type TestService, startService } from "../support/service.ts";
import { openSession, sendAs } from "../support/session.ts";
import { json } from "../support/answer.ts";
import { codeTo, registerByPage, saidIn, typeCode } from "../support/waiting.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService({ RETURN_URLS: "https://shop.test/in" });
});
afterAll(() => service[Symbol.asyncDispose]());

test("registering, the code and nothing else: one is signed in, on a device that is listed", async ({
  expect,
}) => {
  const at = await registerByPage(service);
  const { client, person } = at;
  const page = await (await client.get("/activate")).text();
  expect(page).toContain(`<bdi dir="ltr">${person.email}</bdi>`);
  expect(page).not.toContain('name="password"');
  const done = await typeCode(at, await codeTo(service, person));
  expect([done.status, done.headers.get("location")]).toEqual([303, "/welcome"]);
  expect([...client.cookies.keys()].map((name) => name.replace(/.*-/, ""))).toEqual(["session"]);
  expect(await (await client.get("/welcome")).text()).toContain(person.email);
  const tokens = await openSession(service, person);
  const { sessions } = await json(sendAs(service, tokens, "GET", "/sessions"));
  expect(sessions).toHaveLength(2);
  expect((await client.get("/register")).headers.get("location")).toBe("/welcome");
});

test("it leads on to where somebody wanted to go, and nowhere that operators do not allow", async ({
  expect,
}) => {
  const lead = async (next: string): Promise<string | null> => {
    const client = openPageClient(service);
    const query = `?${new URLSearchParams({ next })}`;
    const person = newPerson();
    const asked = await client.post(`/register${query}`, person);
    expect(asked.headers.get("location")).toBe(`/activate${query}`);
    const code = await codeTo(service, person);
    return (await client.post(`/activate${query}`, { code })).headers.get("location");
  };
  expect(await lead("https://shop.test/in")).toBe("https://shop.test/in");
  expect(await lead("account")).toBe("/account");
  expect(await lead("//evil.test")).toBe("/welcome");
});

test("what is wrong is said at its field, and what was typed is there again, but for the password", async ({
  expect,
}) => {
  const { email } = newPerson();
  const password = "a password of nobody at all";
  for (const [fields, status, field, said] of [
    [{ email: '"><i>', password }, 422, "email", "This is not an e\u2011mail address."],
    [{ email, password: "2short" }, 422, "password", "The password must have 8 to 256 characters."],
    [
      { email, password: "password1" },
      422,
      "password",
      "Many people use this password, so it is tried first. Choose another one.",
    ],
    [
      { email, password: "aaaaaaaaaaaa" },
      422,
      "password",
      "The password repeats itself. Choose another one.",
    ],
  ] as const) {
    const client = openPageClient(service);
    const answer = await client.post("/register", fields);
    expect(answer.status).toBe(status);
    const page = await answer.text();
    expect(page).toContain(`id="${field}-error"`);
    expect(saidIn(page)).toBe(said);
    expect(page).not.toContain(fields.password);
    expect(page).not.toContain("<i>");
    expect(page).toContain(fields.email === email ? `value="${email}"` : "&lt;i&gt;");
    expect(client.cookies.size).toBe(0);
  }
});

test("the field of the password says how long it must be, and is one that a meter finds", async ({
  expect,
}) => {
  const page = await (await openPageClient(service).get("/register")).text();
  expect(/<input\s[^>]*id="password"[^>]*>/.exec(page)?.[0]).toMatch(
    /autocomplete="new-password"[^>]*minlength="8"[^>]*data-meter/,
  );
  expect(page).toContain("8 characters at least.");
  expect(page).toContain('<a href="/login">');
});

test("the door has the same limits as POST /users, and they count together", async ({ expect }) => {
  const from = randomAddress();
  const busy = {
    request: (path: string, init?: RequestInit) => service.request(path, { ...init, from }),
  };
  const client = openPageClient(busy);
  for (let i = 0; i < 10; i++) {
    expect((await register(busy, newPerson())).status).toBe(202);
    expect((await client.post("/register", newPerson())).status).toBe(303);
  }
  const refused = await client.post("/register", newPerson());
  expect(refused.status).toBe(429);
  expect(refused.headers.get("retry-after")).toMatch(/^\d+$/);
  expect(saidIn(await refused.text())).toMatch(
    /^There were too many tries\. You can try again in \d+ minutes\.$/,
  );
  expect((await register(busy, newPerson())).status).toBe(429);

  const { email } = newPerson();
  const answers = [];
  for (let i = 0; i < 6; i++) {
    const door = openPageClient(service);
    const person = { email, password: newPerson().password };
    answers.push(
      (i % 2 ? await register(service, person) : await door.post("/register", person)).status,
    );
  }
  expect(answers).toEqual([303, 202, 303, 202, 303, 429]);
});

test("what sends nothing uses up no mails, and no room is said with what was typed", async ({
  expect,
}) => {
  const person = newPerson();
  const client = openPageClient(service);
  const full = vi.spyOn(service.resources.hasher, "hash").mockImplementation(async () => {
    throw new UnavailableError("overloaded", 1);
  });
  for (let i = 0; i < 6; i++) {
    const answer = await client.post("/register", person);
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
    const page = await answer.text();
    expect(page).toContain(`value="${person.email}"`);
    expect(saidIn(page)).toContain("The service is not available at the moment.");
  }
  full.mockRestore();
  await client.post("/register", { ...person, password: "password1" });
  for (const status of [303, 303, 303, 303, 303, 429])
    expect((await client.post("/register", person)).status).toBe(status);
});

test("a right password of an account that waits leads to its code, a wrong one does not", async ({
  expect,
}) => {
  const person = newPerson();
  await register(service, person);
  const client = openPageClient(service);
  const wrong = await signInByPage(client, { ...person, password: "not the password" });
  expect([wrong.status, client.cookies.size]).toEqual([403, 0]);
  const path = "/login?next=account";
  const answer = await signInByPage(client, person, path);
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/activate?next=account"]);
  const at = { person, client };
  expect(await (await client.get("/activate")).text()).toContain(person.email);
  const done = await typeCode(at, await codeTo(service, person));
  expect(done.headers.get("location")).toBe("/welcome");
});

test("what waits for a code is in a cookie of this host alone, and goes by the same attributes", async ({
  expect,
}) => {
  const client = openPageClient(service);
  const person = { ...newPerson(), email: `o'neil&{{count}}.${newPerson().email}` };
  const given = (await client.post("/register", person)).headers.getSetCookie();
  expect(given.map((field) => field.replace(/=[^;]+/, ""))).toEqual([
    "__Host-latchkey-pending; Max-Age=86400; Path=/; HttpOnly; Secure; SameSite=Lax",
  ]);
  const page = await (await client.get("/activate")).text();
  expect(page).toContain(person.email.replace("'", "&#39;").replace("&{", "&amp;{"));
  const code = await codeTo(service, person);
  const taken = (await typeCode({ person, client }, code)).headers.getSetCookie();
  expect(taken.map((field) => field.replace(/=[^;]*/, ""))).toContain(
    "__Host-latchkey-pending; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax",
  );
});

test("no page of others registers, types a code or asks for one", async ({ expect }) => {
  const at = await registerByPage(service);
  const code = await codeTo(service, at.person);
  for (const headers of [{ origin: "https://evil.test" }, { "sec-fetch-site": "cross-site" }])
    for (const [path, fields] of [
      ["/register", newPerson()],
      ["/activate", { code }],
      ["/activate/resend", {}],
    ] as const) {
      const answer = await at.client.post(path, fields, headers);
      expect([path, answer.status, answer.headers.getSetCookie()]).toEqual([path, 403, []]);
    }
  expect((await typeCode(at, code)).headers.get("location")).toBe("/welcome");
});
