import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { loadConfig } from "../../src/config.ts";
import { LOCALES } from "../../src/domain/locale.ts";
import type { Context } from "../../src/http/environment.ts";
import { createRouter } from "../../src/http/router.ts";
import { showAsked, showWaiting } from "../../src/pages/activate/view.ts";
import type { StandingView } from "../../src/pages/activate/waiting.ts";
import { ACTIVATE_WORDS } from "../../src/pages/activate/words/all.ts";
import { serveAssets } from "../../src/pages/assets.ts";
import { showRegister } from "../../src/pages/register/view.ts";
import { type FormState, type Site, createSite } from "../../src/pages/site.ts";
import { COMMON_WORDS } from "../../src/pages/words/all.ts";
import { serveOnNode } from "../../src/serve-node.ts";
import { launchBrowser } from "../support/browser.ts";
import { openLinkPage } from "../support/link-page.ts";

/** `PAGE_PICTURES=write just test register-pages-look` puts them here. */
const PICTURES = fileURLToPath(new URL("../../.data/page-pictures", import.meta.url));
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const AXE = `axe.run(document, { runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html)))`;
const AXE_LOCALES = new Set<string>(["en", "ar"]);
const OVERFLOW = "document.documentElement.scrollWidth - innerWidth";

const SENT: StandingView = {
  state: "sent",
  expires_in_ms: 43_000,
  attempts_left: 5,
  resend_in_ms: 13_000,
  digits: 4,
};
const OVER = { expires_in_ms: 0, attempts_left: 0, resend_in_ms: 0 };
const email = "somebody-with-quite-a-long-name@mail.example.com";

type Show = (c: Context, site: Site) => Response | Promise<Response>;
const waiting =
  (standing: Partial<StandingView>, state?: (c: Context, site: Site) => FormState): Show =>
  (c, site) =>
    showWaiting(c, site, { email, standing: { ...SENT, ...standing } }, state?.(c, site));
const says =
  (saying: "rate_limited" | "code_incorrect", field?: string) =>
  (c: Context, site: Site): FormState => {
    const text = COMMON_WORDS[site.localeOf(c)].says[saying].replace("{{count}}", "4");
    return field === undefined ? { says: { kind: "bad", text } } : { errors: { [field]: text } };
  };

/** Every state of the pages of registering and of the code. */
const STATES: Record<string, Show> = {
  register: (c, site) => showRegister(c, site),
  "register-wrong": (c, site) => {
    const { email_invalid: wrong, refused_contains_context: refused } =
      COMMON_WORDS[site.localeOf(c)].says;
    return showRegister(c, site, {
      values: { email },
      errors: { email: wrong, password: refused },
    });
  },
  "register-refused": (c, site) => showRegister(c, site, says("rate_limited")(c, site)),
  queued: waiting({ state: "queued", expires_in_ms: 0 }),
  sent: waiting({}),
  "sent-long": waiting({ digits: 8, expires_in_ms: 500_000, resend_in_ms: 0 }),
  wrong: waiting({ attempts_left: 4 }, says("code_incorrect", "code")),
  refused: waiting({}, says("rate_limited")),
  expired: waiting({ ...OVER, state: "expired" }),
  exhausted: waiting({ ...OVER, state: "exhausted" }),
  unsent: waiting({ ...OVER, state: "unsent" }),
  undeliverable: waiting({ ...OVER, state: "undeliverable" }),
  asked: (c, site) => showAsked(c, site),
  "asked-over": (c, site) => {
    const text = ACTIVATE_WORDS[site.localeOf(c)].over;
    return showAsked(c, site, { values: { email }, says: { kind: "bad", text } });
  },
};

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
  const site = createSite(config);
  const router = createRouter();
  for (const [name, show] of Object.entries(STATES)) router.get(`/${name}`, (c) => show(c, site));
  serveAssets(router, site.assets);
  server = await serveOnNode({
    fetch: (request) => router.fetch(request),
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
  ["light", 640, ["en"]],
  ["dark", 320, LOCALES],
] as const)("in %s colours, %i pixels wide,", ([colorScheme, width, locales]) => {
  test.for(locales)(
    "no state in %s has a fault that axe finds, and nothing scrolls sideways",
    { timeout: 90_000 },
    async (locale, { expect }) => {
      const viewport = { width, height: 720 };
      const options = {
        colorScheme,
        viewport,
        locale,
        bypassCSP: true,
        reducedMotion: "reduce",
      } as const;
      await using open = await openLinkPage(browser, `${origin}/register`, options);
      const { page } = open;
      for (const name of Object.keys(STATES)) {
        await page.goto(`${origin}/${name}`);
        const script = name.startsWith("register") ? ".reveal" : ".boxes input, .reveal";
        await page.locator(script).first().waitFor();
        expect(await page.evaluate(OVERFLOW), name).toBeLessThanOrEqual(0);
        // Languages differ in their words, not in what they stand in.
        if (AXE_LOCALES.has(locale)) {
          await page.addScriptTag({ content: axe.source });
          expect(await page.evaluate(AXE), name).toEqual([]);
        }
        expect(await page.evaluate("document.documentElement.lang")).toBe(locale);
        const html = await page.evaluate<string>("document.body.innerHTML");
        expect(html.replaceAll(/<template.*?<\/template>/g, "")).not.toMatch(
          /\{\{|undefined|\[object/,
        );
        const picture = `${name}.${locale}.${colorScheme}.${width}.png`;
        if (process.env["PAGE_PICTURES"] === "write")
          await page.screenshot({ path: `${PICTURES}/${picture}`, fullPage: true });
      }
      expect(open.complaints).toEqual([]);
    },
  );
});

test("what these tests look for is found where it is (control)", async ({ expect }) => {
  await using open = await openLinkPage(browser, `${origin}/sent`, { bypassCSP: true });
  await open.page.locator(".boxes").waitFor();
  await open.page.addScriptTag({ content: axe.source });
  await open.page.evaluate("document.querySelector('.boxes input').removeAttribute('aria-label')");
  await open.page.evaluate("document.querySelector('label').remove()");
  expect(await open.page.evaluate(AXE)).not.toEqual([]);
  await open.page.evaluate("document.querySelector('main').style.width = '3000px'");
  expect(await open.page.evaluate(OVERFLOW)).toBeGreaterThan(0);
});
