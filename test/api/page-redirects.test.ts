import { afterAll, beforeAll, describe, test } from "vitest";
import { openAccount } from "../support/account-page.ts";
import { createDatabase } from "../support/database.ts";
import { openPageClient, signInByPage } from "../support/page-client.ts";
import { anyFields, pathsOfPages } from "../support/page-paths.ts";
import { startServiceProcess } from "../support/processes.ts";
import { exchange, rawRequest, statusOf } from "../support/raw-http.ts";
import { type TestService, startService } from "../support/service.ts";
import { newActivePerson } from "../support/session.ts";

const RETURN_URL = "https://shop.test/after-sign-in";

let service: TestService;
let paths: ReturnType<typeof pathsOfPages>;
beforeAll(async () => {
  service = await startService({ RETURN_URLS: RETURN_URL, LIMITS: "off" });
  paths = pathsOfPages(service);
});
afterAll(() => service[Symbol.asyncDispose]());

/** What somebody may put into a link of ours, so that it leads to him. */
const LURES = [
  "https://evil.test",
  "https://evil.test/welcome",
  "//evil.test",
  "///evil.test",
  "/\\evil.test",
  "\\\\evil.test",
  "\\/evil.test",
  "@evil.test",
  "https:evil.test",
  "https:/evil.test",
  "javascript:alert(1)",
  "data:text/html,x",
  "welcome@evil.test",
  "account//evil.test",
  ".evil.test",
  "%0d%0aLocation: https://evil.test",
  "welcome\r\nLocation: https://evil.test",
  "welcome\n",
  "/%2f/evil.test",
  `${RETURN_URL}@evil.test`,
  `${RETURN_URL}/../evil`,
  `${RETURN_URL}?next=//evil.test`,
  `${RETURN_URL}#x`,
  RETURN_URL.toUpperCase(),
  `${RETURN_URL}.evil.test`,
  " https://evil.test",
  "\thttps://evil.test",
  "ｅvil.test",
  "constructor",
  "",
];
/** Names under which links may be asked for. */
const NAMES = ["next", "redirect_to", "return_to", "url", "continue", "done"];
const HOSTS: Record<string, string>[] = [
  { host: "evil.test" },
  { host: "evil.test:443" },
  { "x-forwarded-host": "evil.test" },
  { forwarded: "host=evil.test;proto=http" },
  { "x-forwarded-proto": "http", "x-forwarded-port": "81", "x-forwarded-prefix": "//evil.test" },
  { "x-original-url": "//evil.test", "x-rewrite-url": "//evil.test" },
  { referer: "https://evil.test/" },
];

/** What is wrong with where an answer leads; null when it leads to a page of ours, or where operators allow it. */
function strayOf({ headers }: Response): string | null {
  const location = headers.get("location");
  if (location === null || location === RETURN_URL) return null;
  const isOwn = /^\/[\w-][\w/-]*(\?[\w=&%.-]*)?(#[\w-]+)?$/.test(location);
  return isOwn && !location.includes("evil") ? null : location;
}

describe("no page leads to where nobody allowed it", () => {
  test("whatever its address asks for", async ({ expect }) => {
    const person = await newActivePerson(service);
    const [at, nobody] = [await openAccount(service, person), openPageClient(service)];
    const strays = new Set<string>();
    let leads = 0;
    const note = (answer: Response): void => {
      leads += answer.headers.has("location") ? 1 : 0;
      const stray = strayOf(answer);
      if (stray !== null) strays.add(stray);
    };
    for (const lure of LURES)
      for (const name of NAMES) {
        const query = String(new URLSearchParams({ [name]: lure }));
        for (const path of paths.pages)
          for (const client of [at.client, nobody]) note(await client.get(`${path}?${query}`));
      }
    for (const lure of LURES) {
      const client = openPageClient(service);
      note(await signInByPage(client, person, `/login?${new URLSearchParams({ next: lure })}`));
      note(await client.post("/logout", { next: lure }));
    }
    expect([...strays]).toEqual([]);
    expect(leads).toBeGreaterThan(LURES.length);
    // Where operators allow it, letter by letter (control).
    const path = `/login?${new URLSearchParams({ next: RETURN_URL })}`;
    const answer = await signInByPage(openPageClient(service), person, path);
    expect(answer.headers.get("location")).toBe(RETURN_URL);
    expect(strayOf(new Response(null, { headers: { location: "//evil.test" } }))).not.toBeNull();
  });

  test("whatever host it is asked for at: neither its links nor where its forms lead", async ({
    expect,
  }) => {
    for (const headers of HOSTS) {
      const at = await openAccount(service);
      for (const path of paths.pages) {
        const answer = await at.client.get(path, headers);
        expect([path, strayOf(answer)]).toEqual([path, null]);
        expect((await answer.text()).includes("evil.test"), path).toBe(false);
      }
      for (const path of paths.forms) {
        const { client, person } = await openAccount(service);
        const answer = await client.post(path, anyFields(person), headers);
        expect([path, strayOf(answer)]).toEqual([path, null]);
        expect((await answer.text()).includes("evil.test"), path).toBe(false);
      }
    }
  });

  test("nor over the wire: an absolute address, two slashes, an encoded line break", async ({
    expect,
  }) => {
    await using running = await startServiceProcess("node", {
      DATABASE_URL: await createDatabase(),
      EMAIL_API_URL: "http://127.0.0.1:9",
    });
    const ask = (target: string, host = "id.shop.test"): Promise<string> =>
      exchange(running.url, rawRequest(`GET ${target} HTTP/1.1`, [`Host: ${host}`]));
    const leads: (string | undefined)[] = [];
    for (const target of [
      "http://evil.test/welcome",
      "//evil.test/welcome",
      "/welcome?next=//evil.test",
      "/welcome/..//evil.test",
      "/%5cevil.test",
      "/%0d%0aLocation:%20https://evil.test/welcome",
      "/welcome%0d%0aSet-Cookie:%20x=1",
      "/login?next=%0d%0aLocation:%20https://evil.test",
    ]) {
      const answer = await ask(target, "evil.test");
      const [head = ""] = answer.split("\r\n\r\n");
      expect(head).not.toMatch(/set-cookie: x/i);
      leads.push(...[...head.matchAll(/^location: (.*)$/gim)].map(([, to]) => to));
      expect(head).not.toMatch(/^location:.*evil/im);
    }
    expect(leads).toContain("/login?next=welcome");
    expect(statusOf(await ask("/welcome"))).toBe(303);
  });
});
