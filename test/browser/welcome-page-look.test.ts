import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { hello, notice, openAnswered, send } from "../support/answered-page.ts";
import { launchBrowser } from "../support/browser.ts";
import type { Person } from "../support/client.ts";
import { type Instance, type WelcomeServices, prepareServices } from "../support/welcome-page.ts";

/** `PAGE_PICTURES=write just test welcome-page-look` puts them here. */
const PICTURES = fileURLToPath(new URL("../../.data/page-pictures", import.meta.url));
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const AXE = `axe.run(document, { runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html)))`;
const OVERFLOW = "document.documentElement.scrollWidth - innerWidth";
const LONG = `${"a-very-long-name.".repeat(3)}x@${"sub-domain.".repeat(8)}example`;
const MINUTE_MS = 60_000;

let services: WelcomeServices;
let parties: { browser: Browser; service: Instance; reader: Person };
beforeAll(async () => {
  services = await prepareServices("node", { EMAIL_ACCENT_COLOR: "#ffd400" });
  const [browser, service] = await Promise.all([launchBrowser(), services.start()]);
  await mkdir(PICTURES, { recursive: true });
  parties = { browser, service, reader: await service.arrive() };
});
afterAll(async () => {
  await parties.browser.close();
  await services[Symbol.asyncDispose]();
});

test("times are told in the reader's words and western digits", async ({ expect }) => {
  const told = [
    notice("1-0", { agoMs: 50 * 60 * MINUTE_MS }),
    notice("2-0", { agoMs: 3 * 60 * MINUTE_MS }),
    notice("3-0", { agoMs: 3 * MINUTE_MS }),
    notice("4-0", { agoMs: -5 * MINUTE_MS }),
  ];
  const times = async (locale: string): Promise<string[]> => {
    await using open = await openAnswered(
      parties,
      [(socket) => send(socket, hello("4-0"), ...told)],
      {
        locale,
      },
    );
    await open.item("4-0@").waitFor();
    return await open.page.locator(".newcomers time").allTextContents();
  };
  const english = ["just now", "3 minutes ago", "3 hours ago", "2 days ago"];
  expect(await times("en-GB")).toEqual(english);
  expect(await times("ar-EG")).toEqual(["الآن", "قبل 3 دقائق", "قبل 3 ساعات", "قبل يومين"]);
});

describe.for([
  ["light", 640, "en-GB"],
  ["dark", 320, "ar"],
] as const)("in %s colours, %i pixels wide, in %s,", ([colorScheme, width, locale]) => {
  test("axe finds nothing in any state, and nothing scrolls sideways", async ({ expect }) => {
    const told = [
      notice("1-0", { email: LONG }),
      notice("2-0", { email: "a***@e***.com", event: "registered" }),
    ];
    await using open = await openAnswered(
      parties,
      [(socket) => send(socket, hello("2-0"), ...told)],
      {
        colorScheme,
        locale,
        viewport: { width, height: 640 },
        bypassCSP: true,
      },
    );
    const { page } = open;
    await open.item("a***@").waitFor();
    await page.addScriptTag({ content: axe.source });
    for (const state of ["live", "lost", "signedOut"]) {
      if (state === "lost") await page.route("**/live/tickets", (route) => route.abort());
      if (state === "signedOut")
        await page.route("**/live/tickets", (route) => route.fulfill({ status: 401 }));
      if (state !== "live") await page.evaluate("dispatchEvent(new Event('online'))");
      await open.stands(state as "live");
      if (state === "signedOut")
        await page.evaluate("document.querySelector('#gap').hidden = false");
      expect(await page.evaluate(OVERFLOW), state).toBeLessThanOrEqual(0);
      expect(await page.evaluate(AXE), state).toEqual([]);
      if (process.env["PAGE_PICTURES"] === "write") {
        const path = `${PICTURES}/welcome.${state}.${locale}.${colorScheme}.${width}.png`;
        await page.screenshot({ path, fullPage: true });
      }
    }
  });
});

test("what axe is asked for is found where it is (control)", async ({ expect }) => {
  await using open = await openAnswered(parties, [(socket) => send(socket, hello(null))], {
    bypassCSP: true,
  });
  await open.page.addScriptTag({ content: axe.source });
  await open.page.evaluate("document.querySelector('.standing').style.color = '#ddd'");
  expect(await open.page.evaluate(AXE)).toEqual([expect.stringContaining("color-contrast")]);
});

test("addresses with markup in them are text", async ({ expect }) => {
  const email = `<img src=x onerror=alert(1)>\u202e@example.com`;
  await using open = await openAnswered(parties, [
    (socket) => send(socket, hello("1-0"), notice("1-0", { email })),
  ]);
  await expect.poll(open.shown).toEqual([email]);
  expect(await open.page.locator(".newcomers img").count()).toBe(0);
  expect(open.complaints).toEqual([]);
});
