import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import { pageRoutes } from "../../src/pages/routes.ts";
import { type AtAccount, openAccount } from "../support/account-page.ts";
import { idOf, newAdmin } from "../support/admin.ts";
import { activate, newPerson, register } from "../support/client.ts";
import { codeIn } from "../support/email-api.ts";
import { dumpAccounts } from "../support/dump.ts";
import { type TestService, startService } from "../support/service.ts";
import { openSession, sendAs, signIn } from "../support/session.ts";

let service: TestService;
let paths: string[];
beforeAll(async () => {
  service = await startService();
  paths = [...pageRoutes(service.resources).formPaths].filter((path) =>
    path.startsWith("/account/"),
  );
});
afterAll(() => service[Symbol.asyncDispose]());

/** What every form of the page takes, so that each would do something. */
const fieldsOf = ({ person }: AtAccount): Record<string, string> => ({
  username: `u-${randomUUID().slice(0, 20)}`,
  locale: "de",
  current_password: person.password,
  new_password: newPerson().password,
  new_email: newPerson().email,
  email_password: person.password,
  code: "12345678",
  id: randomUUID(),
  confirmed: "yes",
  deletion_password: person.password,
});

describe("a form of the page of an account", () => {
  test("that is sent after the account was disabled or deleted leads to the sign-in, and does nothing", async ({
    expect,
  }) => {
    const admin = await newAdmin(service);
    for (const act of ["disable", "delete"] as const) {
      const at = await openAccount(service);
      const id = await idOf(service, at.person);
      const cookies = new Map(at.client.cookies);
      if (act === "disable") await admin.patch(id, { disabled: true });
      else await admin.delete(id);
      const before = await dumpAccounts(service);
      for (const path of paths) {
        for (const [name, value] of cookies) at.client.cookies.set(name, value);
        const said = await at.send(path, fieldsOf(at));
        expect([said.status, said.location], path).toEqual([
          303,
          "/login?next=account&done=signed-out-meanwhile",
        ]);
        expect((await at.follow(said)).line).toBe("Please sign in again.");
      }
      expect(await dumpAccounts(service)).toBe(before);
    }
  });

  test("of another type, with a field twice or in no text is refused by a page, and does nothing", async ({
    expect,
  }) => {
    const at = await openAccount(service);
    const body = String(new URLSearchParams(fieldsOf(at)));
    const before = await dumpAccounts(service);
    const send = (path: string, init: { type: string; text: string }): Promise<Response> =>
      service.request(path, {
        method: "POST",
        body: init.text,
        redirect: "manual",
        headers: {
          "content-type": init.type,
          origin: "http://127.0.0.1:8080",
          cookie: [...at.client.cookies].map((pair) => pair.join("=")).join("; "),
        },
      });
    const form = "application/x-www-form-urlencoded";
    for (const path of paths)
      for (const [type, text, status] of [
        ["application/json", JSON.stringify(fieldsOf(at)), 415],
        ["text/plain", body, 415],
        ["multipart/form-data; boundary=x", "--x--", 415],
        [`${form}; charset=latin1`, body, 415],
        [form, `${body}&${body}`, 400],
        [form, `${body}&x=%ff`, 400],
      ] as const) {
        const answer = await send(path, { type, text });
        expect([answer.status, answer.headers.get("content-type")], `${path} ${type}`).toEqual([
          status,
          "text/html; charset=UTF-8",
        ]);
      }
    expect(await dumpAccounts(service)).toBe(before);
    expect((await send("/account/profile", { type: form, text: body })).status).toBe(303);
  });

  test("that lacks everything is refused where something is needed", async ({ expect }) => {
    const at = await openAccount(service);
    for (const path of paths.filter((each) => each !== "/account/devices/others")) {
      const { status, text, errors, line } = await at.send(path, {});
      expect([403, 422], path).toContain(status);
      expect(text).toContain("<title>Error: ");
      expect([...Object.values(errors), ...(line === null ? [] : [line])], path).not.toEqual([]);
    }
    expect((await signIn(service, at.person)).status).toBe(201);
  });
});

test("names, addresses and devices are text on the page, whatever is in them", async ({
  expect,
}) => {
  const email = `{{time}}&'*{{7*7}}/${randomUUID().slice(0, 8)}@example.com`;
  const person = { ...newPerson(), email };
  expect((await register(service, person)).status).toBe(202);
  await activate(service, person, codeIn(await service.email.mailTo(email)));
  const at = await openAccount(service, person);
  const device = `<img src=x onerror=alert(1)>"'</bdi></ul>{{place}}`;
  const answer = await signIn(service, person, { device });
  expect(answer.status).toBe(201);
  const tokens = await openSession(service, person);
  await sendAs(service, tokens, "PUT", "/users/me/email", {
    email: `{{count}}'&amp${email}`,
    current_password: person.password,
  });
  const { text } = await at.read();
  expect(text).toContain(
    "&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&lt;/bdi&gt;&lt;/ul&gt;{{place}}",
  );
  expect(text).not.toContain("<img");
  const escaped = email.replaceAll("&", "&amp;").replaceAll("'", "&#39;");
  expect(text).toContain(`Your address is <bdi dir="ltr">${escaped}</bdi>.`);
  expect(text).toContain(`<bdi dir="ltr">{{count}}&#39;&amp;amp${escaped}</bdi>`);
  for (const [path, field] of [
    ["/account/profile", "username"],
    ["/account/email", "new_email"],
    ["/account/email/confirm", "code"],
  ] as const) {
    const said = await at.send(path, { [field]: `"><script>alert(1)</script>`, locale: "en" });
    expect(said.status).toBe(422);
    expect(said.text).not.toContain("<script>");
  }
});
