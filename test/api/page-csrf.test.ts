import { afterAll, beforeAll, describe, test } from "vitest";
import { openAccount } from "../support/account-page.ts";
import { dumpAccounts } from "../support/dump.ts";
import { anyFields, pathsOfPages } from "../support/page-paths.ts";
import { type TestService, startService } from "../support/service.ts";
import { newActivePerson } from "../support/session.ts";

const OWN = "https://id.shop.test";
const OTHER = "https://www.shop.test";

let service: TestService;
let forms: string[];
beforeAll(async () => {
  service = await startService({ PUBLIC_URL: OWN, PAGE_ORIGINS: OTHER, LIMITS: "off" });
  ({ forms } = pathsOfPages(service));
});
afterAll(() => service[Symbol.asyncDispose]());

/** What a page of somebody else's can make a browser say. */
const STRANGERS: Record<string, Record<string, string>> = {
  "no Origin": {},
  "an empty one": { origin: "" },
  null: { origin: "null" },
  "another site": { origin: "https://evil.test" },
  "a sub-domain": { origin: "https://evil.id.shop.test" },
  "a sibling": { origin: "https://shop.test" },
  "its http twin": { origin: "http://id.shop.test" },
  "another port": { origin: "https://id.shop.test:8443" },
  "a suffix": { origin: "https://id.shop.test.evil.test" },
  "a prefix": { origin: "https://evil-id.shop.test" },
  "another case": { origin: "HTTPS://ID.SHOP.TEST" },
  "two of them": { origin: `${OWN}, https://evil.test` },
  "a path": { origin: `${OWN}/` },
  "our own, but a browser knows better": { origin: OWN, "sec-fetch-site": "cross-site" },
  "our own, from the same site": { origin: OWN, "sec-fetch-site": "same-site" },
  "our own, from nowhere": { origin: OWN, "sec-fetch-site": "none" },
};

/** Bodies that browsers send without asking first, and one for which they ask. */
const bodiesOf = (fields: Record<string, string>): Record<string, string> => ({
  "application/x-www-form-urlencoded": String(new URLSearchParams(fields)),
  "text/plain": String(new URLSearchParams(fields)),
  "application/json": JSON.stringify(fields),
  "multipart/form-data; boundary=x": `--x\r\nContent-Disposition: form-data; name="id"\r\n\r\n1\r\n--x--`,
});

const post = (path: string, headers: Record<string, string>, body: string): Promise<Response> =>
  service.request(path, { method: "POST", redirect: "manual", headers, body });

describe("every form of a page", () => {
  test("that others send does nothing and gives no cookie, whatever its type: 403", async ({
    expect,
  }) => {
    const at = await openAccount(service, await newActivePerson(service), OWN);
    const cookie = [...at.client.cookies].map((pair) => pair.join("=")).join("; ");
    const before = await dumpAccounts(service);
    expect(forms).toEqual(expect.arrayContaining(["/login", "/logout", "/account/deletion"]));
    for (const path of forms)
      for (const [name, headers] of Object.entries(STRANGERS))
        for (const [type, body] of Object.entries(bodiesOf(anyFields(at.person)))) {
          const answer = await post(path, { cookie, "content-type": type, ...headers }, body);
          expect([path, name, type, answer.status]).toEqual([path, name, type, 403]);
          expect(answer.headers.getSetCookie()).toEqual([]);
          expect(answer.headers.get("access-control-allow-origin")).toBeNull();
        }
    expect(await dumpAccounts(service)).toBe(before);
    expect((await at.read()).status).toBe(200);
  });

  test("of our own is none of them, at each of our origins; another type is refused as such (control)", async ({
    expect,
  }) => {
    for (const origin of [OWN, OTHER])
      for (const path of forms) {
        const person = await newActivePerson(service);
        const at = await openAccount(service, person, origin);
        const cookie = [...at.client.cookies].map((pair) => pair.join("=")).join("; ");
        const own = { cookie, origin, "sec-fetch-site": "same-origin" };
        for (const [type, body] of Object.entries(bodiesOf(anyFields(person))).toReversed()) {
          const answer = await post(path, { ...own, "content-type": type }, body);
          const isForm = type === "application/x-www-form-urlencoded";
          if (!isForm) expect([path, type, answer.status]).toEqual([path, type, 415]);
          else expect(await answer.text(), path).not.toContain("came from another site");
        }
      }
  });

  test("does nothing when it is asked for: a GET changes nothing", async ({ expect }) => {
    const at = await openAccount(service, await newActivePerson(service), OWN);
    const before = await dumpAccounts(service);
    const query = String(new URLSearchParams(anyFields(at.person)));
    for (const path of forms) {
      const { status } = await at.read(`${path}?${query}`);
      expect([path, status < 500]).toEqual([path, true]);
    }
    expect(await dumpAccounts(service)).toBe(before);
  });
});
