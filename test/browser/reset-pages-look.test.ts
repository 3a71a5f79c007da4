import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { LOCALES } from "../../src/domain/locale.ts";
import { COMMON_WORDS } from "../../src/pages/words/all.ts";
import { launchBrowser } from "../support/browser.ts";
import { openLinkPage } from "../support/link-page.ts";
import { type PageService, startPageService } from "../support/page-service.ts";

/** `PAGE_PICTURES=write just test reset-pages-look` puts them here. */
const PICTURES = fileURLToPath(new URL("../../.data/page-pictures", import.meta.url));
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const AXE = `axe.run(document, { runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html)))`;
const OVERFLOW = "document.documentElement.scrollWidth - innerWidth";

let browser: Browser;
let service: PageService;
beforeAll(async () => {
  [browser, service] = await Promise.all([
    launchBrowser(),
    startPageService({
      PRODUCT_NAME: "Wörterbuchverlagsgesellschaft & Söhne",
      EMAIL_ACCENT_COLOR: "#ffd400",
      LIMITS: "off",
    }),
    mkdir(PICTURES, { recursive: true }),
  ]);
});
afterAll(async () => {
  await browser.close();
  await service[Symbol.asyncDispose]();
});

const send = async (page: Page): Promise<void> => {
  const answered = page.waitForEvent("load");
  await page.locator("main .primary").click();
  await answered;
};
/** Fields that the browser would not let go are sent all the same. */
const sendAnyhow = async (page: Page): Promise<void> => {
  await page.evaluate("document.querySelector('main form').noValidate = true");
  await send(page);
};
const typePassword = (text: string) => async (page: Page) => {
  await page.locator("#password").fill(text);
  await page.locator("#password-strength [role=status]:not(:empty)").waitFor();
};

/** Where each state of a page begins, and what leads to it. */
const STATES: Record<string, [string, ((page: Page) => Promise<void>)?]> = {
  forgot: ["/forgot"],
  "forgot-wrong": ["/forgot", sendAnyhow],
  "forgot-sent": ["/forgot?done=sent"],
  "forgot-expired": ["/forgot?done=expired"],
  reset: ["/reset#token=t"],
  "reset-without-link": ["/reset"],
  "reset-wrong": ["/reset#token=t", sendAnyhow],
  "reset-wrong-link": ["/reset", sendAnyhow],
  "reset-weak": ["/reset#token=t", typePassword("jennifer2019")],
  "reset-strong": ["/reset#token=t", typePassword("a quite different one")],
  "login-changed": ["/login?done=password-changed"],
  undo: ["/undo-email-change#token=t"],
  "undo-without-link": ["/undo-email-change"],
  "undo-expired": ["/undo-email-change#token=t", send],
  "undo-undone": ["/undo-email-change?done=undone"],
};

describe.for([
  ["light", 640, ["en"]],
  ["dark", 320, LOCALES],
] as const)("in %s colours, %i pixels wide,", ([colorScheme, width, locales]) => {
  test.for(locales)(
    "no state in %s has a fault that axe finds, and nothing scrolls sideways",
    { timeout: 90_000 },
    async (locale, { expect }) => {
      const viewport = { width, height: 600 };
      const options = { colorScheme, viewport, locale };
      await using open = await openLinkPage(browser, `${service.url}/forgot`, options);
      const { page } = open;
      for (const [name, [path, act]] of Object.entries(STATES)) {
        // Another query, for a fragment alone loads nothing.
        await page.goto(
          service.url + path.replace(/(?=#|$)/, `${path.includes("?") ? "&" : "?"}x=${name}`),
        );
        await act?.(page);
        expect(await page.evaluate(OVERFLOW), name).toBeLessThanOrEqual(0);
        expect(await page.evaluate("document.documentElement.lang")).toBe(locale);
        const { direction } = COMMON_WORDS[locale];
        expect(await page.evaluate("getComputedStyle(document.body).direction")).toBe(direction);
        const text = await page.locator("body").innerText();
        expect(text).not.toMatch(/\{\{|undefined|\[object/);
        // Languages differ in their words, not in what they stand in.
        if (locale === "en" || locale === "ar") {
          await page.evaluate(axe.source);
          expect(await page.evaluate(AXE), name).toEqual([]);
        }
        if (process.env["PAGE_PICTURES"] === "write") {
          const picture = `${name}.${locale}.${colorScheme}.${width}.png`;
          await page.screenshot({ path: `${PICTURES}/${picture}`, fullPage: true });
        }
      }
      expect(open.complaints).toEqual([]);
    },
  );
});

// Axe needs scripts; what is shown here is what they show for a page without its link.
test("without scripts there is a field for the link, and nothing scrolls sideways", async ({
  expect,
}) => {
  const options = { viewport: { width: 320, height: 600 }, javaScriptEnabled: false };
  for (const path of ["/reset#token=t", "/undo-email-change#token=t"]) {
    await using open = await openLinkPage(browser, service.url + path, options);
    const { page } = open;
    const link = page.getByLabel("Link from the mail");
    await link.waitFor();
    expect(await link.getAttribute("aria-describedby")).toBe("link-hint");
    expect(await page.evaluate(OVERFLOW)).toBeLessThanOrEqual(0);
    expect(open.complaints).toEqual([]);
  }
});

test("what these tests look for is found where it is (control)", async ({ expect }) => {
  await using open = await openLinkPage(browser, `${service.url}/forgot`);
  await open.page.evaluate(axe.source);
  await open.page.evaluate("document.querySelector('label').remove()");
  expect(await open.page.evaluate(AXE)).toEqual([expect.stringContaining("label")]);
  await open.page.evaluate("document.querySelector('main').style.width = '3000px'");
  expect(await open.page.evaluate(OVERFLOW)).toBeGreaterThan(0);
});
