import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import type { Locale } from "../../src/domain/locale.ts";
import { launchBrowser } from "../support/browser.ts";
import { newPerson } from "../support/client.ts";
import { openLinkPage } from "../support/link-page.ts";
import { axeFaults, buildFaults, keyboardFaults, zoomFaults } from "../support/page-faults.ts";
import { type PageService, startPageService } from "../support/page-service.ts";
import { PAGE_STATES } from "../support/page-states.ts";

/** `PAGE_PICTURES=write just test pages-accessible` puts them here. */
const PICTURES = fileURLToPath(new URL("../../.data/page-pictures", import.meta.url));
/** Axe takes its time at each state. */
const TIMEOUT = { timeout: 120_000 };
type Look = { locale: Locale; colorScheme: "light" | "dark"; width: number };

let browser: Browser;
let service: PageService;
beforeAll(async () => {
  [browser, service] = await Promise.all([
    launchBrowser(),
    startPageService({ LIMITS: "off", CODE_ATTEMPTS: "2", CODE_TTL_SECONDS: "600" }),
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
  const options = { locale, colorScheme, viewport, bypassCSP: true };
  await using opened = await openLinkPage(browser, `${service.url}/login`, options);
  const { page, complaints } = opened;
  const stage = { page, service, waiting: newPerson(), active: await service.newActivePerson() };
  const faults: Record<string, string[]> = {};
  for (const [name, act] of Object.entries(PAGE_STATES)) {
    await act(stage);
    if (process.env["PAGE_PICTURES"] === "write") {
      const picture = `all.${name.replaceAll(" ", "-")}.${locale}.${colorScheme}.${width}.png`;
      await page.screenshot({ path: `${PICTURES}/${picture}`, fullPage: true });
    }
    const found = await buildFaults(page, locale);
    if (isThorough)
      found.push(
        ...(await axeFaults(page, colorScheme)),
        ...(await keyboardFaults(page)),
        // Narrow windows are for small text, and wide ones for large.
        ...(width < 640 ? [] : await zoomFaults(page)),
      );
    if (found.length > 0) faults[name] = found;
  }
  return { ...faults, ...(complaints.length > 0 && { complaints }) };
}

describe("no state of any page", () => {
  test.for<Look>([
    { locale: "en", colorScheme: "light", width: 640 },
    { locale: "ar", colorScheme: "dark", width: 320 },
  ])(
    "in $locale, $width pixels wide, has a fault that axe finds in light or dark, is lost by the keyboard, or scrolls sideways",
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
