import { afterAll, beforeAll, describe, test } from "vitest";
import { operator } from "../support/operator.ts";
import { type PageClient, openPageClient, signInByPage } from "../support/page-client.ts";
import { type TestService, startService } from "../support/service.ts";
import { newActivePerson } from "../support/session.ts";
import { codeTo, registerByPage, typeCode, untilState } from "../support/waiting.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService({ SESSIONS_MAX: "2" });
});
afterAll(() => service[Symbol.asyncDispose]());

/** Whoever took a copy of the cookies that a browser has now. */
function copyOf({ cookies }: PageClient): PageClient {
  const copy = openPageClient(service);
  for (const [name, value] of cookies) copy.cookies.set(name, value);
  return copy;
}

const statusOf = async (client: PageClient): Promise<number> =>
  (await client.get("/welcome")).status;

describe("the session that a browser had before", () => {
  test("ends when somebody signs in there again, or somebody else; those of other browsers stay", async ({
    expect,
  }) => {
    const [one, other] = [await newActivePerson(service), await newActivePerson(service)];
    const elsewhere = openPageClient(service);
    for (const next of [one, other]) {
      const client = openPageClient(service);
      await signInByPage(elsewhere, one);
      await signInByPage(client, one);
      const before = copyOf(client);
      // A wrong password ends nothing.
      await signInByPage(client, { ...next, password: "not the password" });
      expect([await statusOf(client), await statusOf(before)]).toEqual([200, 200]);
      await signInByPage(client, next);
      expect([await statusOf(client), await statusOf(before)]).toEqual([200, 303]);
      expect(await statusOf(elsewhere)).toBe(200);
    }
  });

  test("ends when a new account is activated there", async ({ expect }) => {
    const client = openPageClient(service);
    await signInByPage(client, await newActivePerson(service));
    const before = copyOf(client);
    const at = await registerByPage(service, undefined, client);
    await untilState(at, "sent");
    expect(await statusOf(before)).toBe(200);
    await typeCode(at, await codeTo(service, at.person));
    expect([await statusOf(client), await statusOf(before)]).toEqual([200, 303]);
    expect(await (await client.get("/welcome")).text()).toContain(at.person.email);
  });
});

test("nobody is told that he is signed out while he is not: too many requests are refused, and keep their cookie", async ({
  expect,
}) => {
  const person = await newActivePerson(service);
  const client = openPageClient(service);
  await signInByPage(client, person);
  const copy = copyOf(client);
  const limits = operator(service);
  const limit = "/ops/limits/account.account";
  const allow = async (quota: string): Promise<void> => {
    const version = (await limits.get(limit)).headers.get("etag") ?? "";
    await limits.put(limit, { quota, reason: "a test" }, version);
  };
  await allow("1/1h");
  await client.get("/welcome");
  const refused = await client.post("/logout", {});
  expect([refused.status, refused.headers.getSetCookie()]).toEqual([429, []]);
  await allow("300/1m");
  expect(await statusOf(copy)).toBe(200);
  expect((await client.post("/logout", {})).headers.get("location")).toBe("/login?done=signed-out");
  expect(await statusOf(copy)).toBe(303);
});
