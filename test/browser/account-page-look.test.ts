import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import type { Locale } from "../../src/domain/locale.ts";
import { COMMON_WORDS } from "../../src/pages/words/all.ts";
import { openAccountPage } from "../support/account-browser.ts";
import { launchBrowser } from "../support/browser.ts";
import { newPerson } from "../support/client.ts";
import { type PageService, startPageService } from "../support/page-service.ts";
import { signIn } from "../support/session.ts";

/** `PAGE_PICTURES=write just test account-page-look` puts them here. */
const PICTURES = fileURLToPath(new URL("../../.data/page-pictures", import.meta.url));
/** Axe takes its time at each state. */
const TIMEOUT = { timeout: 60_000 };
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const AXE = `axe.run(document, { runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html)))`;
const OVERFLOW = "document.documentElement.scrollWidth - innerWidth";
const SEEN = `direction: getComputedStyle(document.body).direction,
  overflow: ${OVERFLOW}, html: document.body.innerHTML`;
type Seen = { direction: string; overflow: number; html: string; violations: string[] };
type Look = { locale: Locale; colorScheme: "light" | "dark"; width: number };
/** Browsers would say it themselves, in their own words. */
const NO_VALIDATION = "for (const form of document.forms) form.noValidate = true";

let browser: Browser;
let service: PageService;
beforeAll(async () => {
  [browser, service] = await Promise.all([
    launchBrowser(),
    startPageService(),
    mkdir(PICTURES, { recursive: true }),
  ]);
});
afterAll(async () => {
  await browser.close();
  await service[Symbol.asyncDispose]();
});

type Act = (page: Page, password: string) => Promise<void>;

const send = async (page: Page, fields: Record<string, string>): Promise<void> => {
  await page.evaluate(NO_VALIDATION);
  for (const [name, value] of Object.entries(fields)) await page.locator(`#${name}`).fill(value);
  // The address may be as it was: what is waited for is the next page.
  const answered = page.waitForEvent("load");
  await page.keyboard.press("Enter");
  await answered;
};

/** Every state of the page, as somebody brings it about; each goes on from the one before. */
const STATES: Record<string, Act> = {
  plain: async () => {},
  saved: (page) => send(page, { username: "" }),
  "wrong name": (page) => send(page, { username: "a b" }),
  "wrong password": (page) =>
    send(page, { new_password: newPerson().password, current_password: "x" }),
  "code sent": (page, password) =>
    send(page, { new_email: newPerson().email, email_password: password }),
  "too soon": (page, password) => send(page, { email_password: password }),
  "wrong code": (page) => send(page, { code: "00000000" }),
  "no tick": (page, password) => send(page, { deletion_password: password }),
};

/** Goes through states of the page; what is wrong with how each looks, by its name. */
async function lookAt(
  { locale, colorScheme, width }: Look,
  states: Record<string, Act>,
  rules: "axe" | null,
): Promise<Record<string, unknown>> {
  const person = await service.newActivePerson();
  await signIn(service, person, { device: "W".repeat(100) });
  await using opened = await openAccountPage(browser, service, person, {
    colorScheme,
    locale,
    viewport: { width, height: 700 },
    bypassCSP: true,
  });
  const { page, complaints } = opened;
  const faults: Record<string, unknown> = {};
  for (const [name, act] of Object.entries(states)) {
    await act(page, person.password);
    await page.locator("#deletion-title").waitFor();
    if (rules === "axe") await page.addScriptTag({ content: axe.source });
    const { direction, overflow, html, violations } = await page.evaluate<Seen>(
      `(async () => ({ ${SEEN}, violations: ${rules === "axe" ? `await ${AXE}` : "[]"} }))()`,
    );
    const found = [
      ...violations,
      ...(html.match(/\{\{|undefined|\[object|Invalid Date/g) ?? []),
      ...(overflow > 0 ? [`${overflow} pixels too wide`] : []),
      ...(direction === COMMON_WORDS[locale].direction ? [] : [direction]),
    ];
    if (found.length > 0) faults[name] = found;
    const picture = `account.${name.replace(" ", "-")}.${locale}.${colorScheme}.${width}.png`;
    if (process.env["PAGE_PICTURES"] === "write")
      await page.screenshot({ path: `${PICTURES}/${picture}`, fullPage: true });
  }
  return { ...faults, ...(complaints.length > 0 && { complaints }) };
}

test.for<Look>([
  { locale: "en", colorScheme: "light", width: 640 },
  { locale: "ar", colorScheme: "dark", width: 320 },
])(
  "no state of the page in $locale, $colorScheme and $width pixels wide, has a fault that axe finds, or scrolls sideways",
  TIMEOUT,
  async (look, { expect }) => {
    expect(await lookAt(look, STATES, "axe")).toEqual({});
  },
);

test(
  "nor in the other languages and colours, which differ in words alone",
  TIMEOUT,
  async ({ expect }) => {
    const { plain, "code sent": sent, "too soon": soon } = STATES;
    const all = { plain, sent, soon } as Record<string, Act>;
    for (const locale of ["fr", "de", "es"] as const)
      expect(await lookAt({ locale, colorScheme: "light", width: 320 }, all, null)).toEqual({});
    const darkEnglish = { locale: "en", colorScheme: "dark", width: 320 } as const;
    expect(await lookAt(darkEnglish, all, "axe")).toEqual({});
  },
);

test("what these tests look for is found where it is (control)", async ({ expect }) => {
  const person = await service.newActivePerson();
  await using opened = await openAccountPage(browser, service, person, { bypassCSP: true });
  const { page } = opened;
  await page.addScriptTag({ content: axe.source });
  await page.evaluate("document.querySelector('label').remove()");
  expect(await page.evaluate(AXE)).toContainEqual(expect.stringContaining("label"));
  await page.evaluate("document.querySelector('main').style.width = '3000px'");
  expect(await page.evaluate(OVERFLOW)).toBeGreaterThan(0);
});
