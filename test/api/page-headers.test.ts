import { afterAll, beforeAll, describe, test } from "vitest";
import { openAccount } from "../support/account-page.ts";
import { faultsOf } from "../support/header-faults.ts";
import { openPageClient } from "../support/page-client.ts";
import { anyFields, pathsOfPages } from "../support/page-paths.ts";
import { type TestService, startService } from "../support/service.ts";
import { newActivePerson } from "../support/session.ts";

const PUBLIC_URL = "https://id.shop.test";
// With less, browsers would not say whose form is posted.
const OF_PAGES = { referrer: "same-origin", hasCookies: true };
const OF_LEADS = { hasCookies: true };

let service: TestService;
beforeAll(async () => {
  service = await startService({ PUBLIC_URL, LIMITS: "off" });
});
afterAll(() => service[Symbol.asyncDispose]());

const isPage = ({ headers }: Response): boolean =>
  headers.get("content-type")?.startsWith("text/html") ?? false;
// What leads on is none, nor what a script asks for.
const wantedOf = (answer: Response): typeof OF_PAGES | typeof OF_LEADS =>
  isPage(answer) ? OF_PAGES : OF_LEADS;

describe("a page says the same to browsers as all else does, but for its Referer:", () => {
  test("to who is signed in and who is not", async ({ expect }) => {
    const person = await newActivePerson(service);
    const { client } = await openAccount(service, person, PUBLIC_URL);
    const shown = new Set<string>();
    for (const path of pathsOfPages(service).pages)
      for (const each of [client, openPageClient(service)]) {
        const answer = await each.get(path);
        if (answer.status === 200) shown.add(path);
        expect(faultsOf(answer, wantedOf(answer)), path).toEqual([]);
        if (isPage(answer)) expect(answer.headers.get("vary")).toContain("Cookie");
      }
    expect([...shown]).toEqual(expect.arrayContaining(["/login", "/welcome", "/account"]));
  });

  test("after each form, of ours or not", async ({ expect }) => {
    for (const path of pathsOfPages(service).forms)
      for (const origin of [PUBLIC_URL, "https://evil.test"]) {
        const person = await newActivePerson(service);
        const { client } = await openAccount(service, person, PUBLIC_URL);
        for (const fields of [{}, anyFields(person)]) {
          const answer = await client.post(path, fields, { origin });
          if (origin !== PUBLIC_URL) expect(answer.status).toBe(403);
          expect(answer.headers.has("www-authenticate")).toBe(false);
          expect(faultsOf(answer, wantedOf(answer)), path).toEqual([]);
        }
      }
  });

  test("and its styles and scripts, which browsers keep", async ({ expect }) => {
    const page = await (await openPageClient(service).get("/login")).text();
    const files = [...page.matchAll(/(?:href|src)="(\/pages\/[^"]+)"/g)].map(
      ([, path = ""]) => path,
    );
    expect(files).toHaveLength(3);
    for (const path of files) {
      const answer = await service.request(path);
      expect(answer.headers.get("cache-control")).toContain("immutable");
      expect(faultsOf(answer), path).toEqual([]);
    }
  });
});
