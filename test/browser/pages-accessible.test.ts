import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import type { Locale } from "../../src/domain/locale.ts";
import type { AppResources } from "../../src/app.ts";
import { interceptable } from "../support/browser-page.ts";
import { launchBrowser } from "../support/browser.ts";
import { newPerson } from "../support/client.ts";
import { load } from "../support/config.ts";
import { openLinkPage } from "../support/link-page.ts";
import {
  axeFaults,
  buildFaults,
  darkFaults,
  keyboardFaults,
  zoomFaults,
} from "../support/page-faults.ts";
import { pathsOfPages } from "../support/page-paths.ts";
import { type PageService, startPageService } from "../support/page-service.ts";
import { PAGE_STATES } from "../support/page-states.ts";
import { signIn } from "../support/session.ts";

/** `PAGE_PICTURES=write just test pages-accessible` puts them here. */
const PICTURES = fileURLToPath(new URL("../../.data/page-pictures", import.meta.url));
/** Axe takes its time at each state. */
const TIMEOUT = { timeout: 120_000 };
/** Also those to come; forms without a page of their own lead to one of these. */
const PAGES = pathsOfPages({ resources: { config: load() } as AppResources }).pages.filter(
  (path) => path !== "/logout" && path.lastIndexOf("/") === 0,
);
/** The longest that is likely, and a colour that is hard on its words. */
const PRODUCT = "Wörterbuchverlagsgesellschaft & Söhne";
type Look = { locale: Locale; colorScheme: "light" | "dark"; width: number };

let browser: Browser;
let service: PageService;
beforeAll(async () => {
  [browser, service] = await Promise.all([
    launchBrowser(),
    startPageService({
      LIMITS: "off",
      CODE_ATTEMPTS: "2",
      CODE_TTL_SECONDS: "600",
      PRODUCT_NAME: PRODUCT,
      EMAIL_ACCENT_COLOR: "#ffd400",
    }),
    mkdir(PICTURES, { recursive: true }),
  ]);
});
afterAll(async () => {
  await browser.close();
  await service[Symbol.asyncDispose]();
});

/** Goes through all states in one window; what is wrong with each, by its name. */
async function lookThrough(
  { locale, colorScheme, width }: Look,
  isThorough: boolean,
): Promise<Record<string, string[]>> {
  const viewport = { width, height: 700 };
  const options = { locale, colorScheme, viewport, bypassCSP: true, prepare: interceptable };
  await using opened = await openLinkPage(browser, `${service.url}/login`, options);
  const { page, complaints, requests } = opened;
  const stage = { page, service, waiting: newPerson(), active: await service.newActivePerson() };
  await signIn(service, stage.active, { device: "W".repeat(100) });
  const faults: Record<string, string[]> = {};
  for (const [name, act] of Object.entries(PAGE_STATES)) {
    await act(stage);
    if (process.env["PAGE_PICTURES"] === "write") {
      const picture = `all.${name.replaceAll(" ", "-")}.${locale}.${colorScheme}.${width}.png`;
      await page.screenshot({ path: `${PICTURES}/${picture}`, fullPage: true });
    }
    const found = await buildFaults(page, locale, PRODUCT);
    if (isThorough)
      found.push(
        ...(await axeFaults(page)),
        ...(colorScheme === "light" ? await darkFaults(page) : []),
        ...(await keyboardFaults(page)),
        // Narrow windows are for small text, and wide ones for large.
        ...(width < 640 ? [] : await zoomFaults(page)),
      );
    if (found.length > 0) faults[name] = found;
  }
  const unseen = PAGES.filter((path) => !requests.some((url) => new URL(url).pathname === path));
  return {
    ...faults,
    ...(complaints.length > 0 && { complaints }),
    ...(unseen.length > 0 && { unseen }),
  };
}

describe("no state of any page", () => {
  test.for<Look>([
    { locale: "en", colorScheme: "light", width: 640 },
    { locale: "ar", colorScheme: "dark", width: 320 },
  ])(
    "in $locale, $colorScheme, $width pixels wide, has a fault that axe finds, is lost by the keyboard, or scrolls sideways",
    TIMEOUT,
    async (look, { expect }) => {
      expect(await lookThrough(look, true)).toEqual({});
    },
  );

  test.for<Locale>(["fr", "de", "es"])(
    "in %s, 320 pixels wide, says anything in another language, or scrolls sideways",
    TIMEOUT,
    async (locale, { expect }) => {
      expect(await lookThrough({ locale, colorScheme: "light", width: 320 }, false)).toEqual({});
    },
  );
});

// Axe and the walk need scripts; what is shown here is what they show for a page without its link.
test("without scripts there is a field for the link, and nothing scrolls sideways", async ({
  expect,
}) => {
  const options = { viewport: { width: 320, height: 600 }, javaScriptEnabled: false };
  for (const path of ["/reset#token=t", "/undo-email-change#token=t"]) {
    await using opened = await openLinkPage(browser, service.url + path, options);
    const link = opened.page.getByLabel("Link from the mail");
    await link.waitFor();
    expect(await link.getAttribute("aria-describedby")).toBe("link-hint");
    expect(await buildFaults(opened.page, "en", PRODUCT)).toEqual([]);
    expect(opened.complaints).toEqual([]);
  }
});

test("what these tests look for is found where it is (control)", async ({ expect }) => {
  await using opened = await openLinkPage(browser, `${service.url}/login`, { bypassCSP: true });
  const { page } = opened;
  const faults = async (): Promise<string> =>
    [
      ...(await buildFaults(page, "en", PRODUCT)),
      ...(await axeFaults(page)),
      ...(await darkFaults(page)),
      ...(await keyboardFaults(page)),
      ...(await zoomFaults(page)),
    ].join();
  expect(await faults()).toBe("");
  for (const [spoil, found] of [
    ["document.querySelector('label').remove()", "label: <input"],
    ["document.body.style.color = '#bbb'", "color-contrast"],
    [
      "document.head.innerHTML += '<style>@media (prefers-color-scheme: dark) { main { color: #444 } }</style>'",
      "color-contrast",
    ],
    ["document.querySelector('main').style.width = '3000px'", "pixels too wide"],
    [
      "document.querySelector('h1').style.cssText = 'width:2rem;overflow:hidden;white-space:nowrap'",
      "cut: H1",
    ],
    ["document.querySelector('#password').tabIndex = 1", "out of order"],
    ["document.querySelector('#email').style.outline = 'none'", "no focus seen: INPUT email"],
    ["document.querySelector('h1').outerHTML += '<h1>Another</h1>'", "2 headings"],
    ["document.title = 'Latchkey'", "the title Latchkey"],
    ["document.documentElement.lang = 'de'", "de, ltr"],
    ["document.querySelector('h1').append('{{name}}')", "{{name}}"],
  ] as const) {
    await page.reload();
    await page.evaluate(spoil);
    expect(await faults()).toContain(found);
  }
});
