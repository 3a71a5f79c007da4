import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import { Hono } from "hono";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { loadConfig } from "../../src/config.ts";
import { LOCALES } from "../../src/domain/locale.ts";
import { PAGES } from "../../src/features/link-pages/pages.ts";
import { linkPageRoutes } from "../../src/features/link-pages/routes.ts";
import { PAGE_WORDS } from "../../src/features/link-pages/words/all.ts";
import { serveOnNode } from "../../src/serve-node.ts";
import { launchBrowser } from "../support/browser.ts";
import { openLinkPage } from "../support/link-page.ts";

/** `PAGE_PICTURES=write just test link-pages-look` puts them here. */
const PICTURES = fileURLToPath(new URL("../../.data/page-pictures", import.meta.url));
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const AXE = `axe.run(document, { runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html)))`;
const AXE_LOCALES = new Set<string>(["en", "ar"]);
const VIEWS = "[...document.querySelectorAll('[data-view]')].map(({ dataset }) => dataset.view)";
const OVERFLOW = "document.documentElement.scrollWidth - innerWidth";
/** In the browser: one view with all that it can show, its status as long as any. */
const showAll = (view: string, kind: string): string => `(() => {
  const sayings = [...document.querySelectorAll("template[data-saying]")].map(({ content }) => content.textContent);
  const longest = sayings.toSorted((a, b) => b.length - a.length)[0];
  for (const each of document.querySelectorAll("[data-view]")) each.hidden = each.dataset.view !== ${JSON.stringify(view)};
  for (const each of document.querySelectorAll(".resend, .again")) each.hidden = false;
  for (const each of document.querySelectorAll(".again")) each.textContent = longest;
  for (const each of document.querySelectorAll(".status")) {
    each.dataset.kind = ${JSON.stringify(kind)};
    each.textContent = longest;
  }
})()`;

let browser: Browser;
let origin: string;
let server: Awaited<ReturnType<typeof serveOnNode>>;
beforeAll(async () => {
  const config = loadConfig({
    NODE_ENV: "test",
    DATABASE_URL: "postgres://db.test/x",
    REDIS_URL: "redis://redis.test",
    EMAIL_API_URL: "http://email.test",
    PRODUCT_NAME: "Wörterbuchverlagsgesellschaft & Söhne",
    EMAIL_ACCENT_COLOR: "#ffd400",
  });
  const app = new Hono().route("/", linkPageRoutes({ config }));
  server = await serveOnNode({
    fetch: (request) => app.fetch(request),
    host: "127.0.0.1",
    port: 0,
  });
  origin = `http://127.0.0.1:${server.port}`;
  [browser] = await Promise.all([launchBrowser(), mkdir(PICTURES, { recursive: true })]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

describe.for([
  ["light", 640, "good"],
  ["dark", 320, "bad"],
] as const)("in %s colours, %i pixels wide,", ([colorScheme, width, kind]) => {
  test.for(LOCALES)(
    "no page in %s has a fault that axe finds, and nothing scrolls sideways",
    async (locale, { expect }) => {
      const viewport = { width, height: 600 };
      const options = { colorScheme, viewport, locale, bypassCSP: true };
      await using open = await openLinkPage(browser, `${origin}/reset-password`, options);
      const { page } = open;
      for (const name of PAGES) {
        await page.goto(`${origin}/${name}`);
        await page.locator("section:visible").waitFor();
        await page.addScriptTag({ content: axe.source });
        for (const view of await page.evaluate<string[]>(VIEWS)) {
          await page.evaluate(showAll(view, kind));
          expect(await page.evaluate(OVERFLOW)).toBeLessThanOrEqual(0);
          // Languages differ in their words, not in what they stand in.
          if (AXE_LOCALES.has(locale)) expect(await page.evaluate(AXE)).toEqual([]);
          const picture = `${name}.${view}.${locale}.${colorScheme}.${width}.png`;
          if (process.env["PAGE_PICTURES"] === "write")
            await page.screenshot({ path: `${PICTURES}/${picture}`, fullPage: true });
        }
        expect(await page.evaluate("document.documentElement.lang")).toBe(locale);
        const { direction } = PAGE_WORDS[locale];
        expect(await page.evaluate("getComputedStyle(document.body).direction")).toBe(direction);
        const html = await page.evaluate<string>("document.body.innerHTML");
        expect(html.match(/\{\{(?!(count|when)\}\})|undefined|\[object/g)).toBeNull();
      }
      expect(open.complaints).toEqual([]);
    },
  );
});

test("what these tests look for is found where it is (control)", async ({ expect }) => {
  await using open = await openLinkPage(browser, `${origin}/reset-password`, { bypassCSP: true });
  await open.page.addScriptTag({ content: axe.source });
  await open.page.evaluate("document.querySelector('label').remove()");
  expect(await open.page.evaluate(AXE)).toEqual([expect.stringContaining("label")]);
  await open.page.evaluate("document.querySelector('main').style.width = '3000px'");
  expect(await open.page.evaluate(OVERFLOW)).toBeGreaterThan(0);
});
