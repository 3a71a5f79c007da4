import { describe, test } from "vitest";
import { openAccount } from "../support/account-page.ts";
import { newPerson } from "../support/client.ts";
import { openPageClient, signInByPage } from "../support/page-client.ts";
import { anyFields, pathsOfPages } from "../support/page-paths.ts";
import { type TestService, startService } from "../support/service.ts";
import { newActivePerson } from "../support/session.ts";

/** Every Set-Cookie that the pages answer with, to whoever asks for whatever there is. */
async function collectCookies(service: TestService): Promise<string[]> {
  const fields: string[] = [];
  const watched: TestService = {
    ...service,
    async request(path, init) {
      const answer = await service.request(path, init);
      fields.push(...answer.headers.getSetCookie());
      return answer;
    },
  };
  const { pages, forms } = pathsOfPages(service);
  const visit = async (path: string, isForm: boolean): Promise<void> => {
    const [nobody, stale] = [openPageClient(watched), openPageClient(watched)];
    const person = await newActivePerson(service);
    await signInByPage(stale, person);
    const { client } = await openAccount(watched, person);
    // Signed out elsewhere meanwhile: its browser still has the cookie.
    await client.post("/account/devices/others", {});
    for (const each of [nobody, stale, client])
      if (isForm) {
        await each.post(path, anyFields(person));
        await each.post(path, anyFields(newPerson()));
      } else await each.get(path);
  };
  for (const path of pages) await visit(path, false);
  for (const path of forms) await visit(path, true);
  return fields;
}

type Cookie = { name: string; value: string; attributes: string[] };

function readCookie(field: string): Cookie {
  const [pair = "", ...attributes] = field.split("; ");
  const [name = "", value = ""] = pair.split("=");
  return { name, value, attributes: attributes.toSorted() };
}

/** All but how long it is kept. */
const lasting = ({ attributes }: Cookie): string[] =>
  attributes.filter((each) => !/^(Max-Age|Expires)=/.test(each));

describe("every cookie of the pages", () => {
  test("is for this host, over https, for no script and no other site's forms, and is taken as it was given", async ({
    expect,
  }) => {
    await using service = await startService({ LIMITS: "off" });
    const cookies = (await collectCookies(service)).map(readCookie);
    for (const cookie of cookies) {
      expect(cookie.name).toMatch(/^__Host-latchkey-(session|device|pending)$/);
      expect(lasting(cookie)).toEqual(["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]);
      const isTaken = cookie.value === "";
      expect(cookie.attributes.some((each) => each === "Max-Age=0")).toBe(isTaken);
      // One that says no time would outlive nothing, or everything, as the browser likes.
      expect(cookie.attributes.join()).toMatch(/Max-Age=\d+/);
    }
    // All there are were seen, given and taken (control).
    const seen = new Set(
      cookies.map(({ name, value }) => `${name}${value === "" ? " taken" : ""}`),
    );
    for (const name of ["session", "session taken", "device", "device taken", "pending taken"])
      expect(seen).toContain(`__Host-latchkey-${name}`);
  });

  test("has no secret in it that says whose it is, and another one at each sign-in", async ({
    expect,
  }) => {
    await using service = await startService();
    const person = await newActivePerson(service);
    const values = new Set<string>();
    for (let i = 0; i < 3; i++) {
      const { client } = await openAccount(service, person);
      const value = client.cookies.get("__Host-latchkey-session") ?? "";
      expect(value).toMatch(/^[\w-]{86}$/);
      values.add(value);
    }
    expect(values.size).toBe(3);
  });

  test("goes over http on a developer's machine alone, under another name", async ({ expect }) => {
    await using service = await startService({ COOKIES: "plain" });
    const client = openPageClient(service);
    const answer = await signInByPage(client, await newActivePerson(service));
    const cookies = answer.headers.getSetCookie().map(readCookie);
    expect(cookies.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["latchkey-session", "latchkey-device"]),
    );
    for (const cookie of cookies)
      expect(lasting(cookie)).toEqual(["HttpOnly", "Path=/", "SameSite=Lax"]);
  });
});
