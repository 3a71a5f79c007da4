import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { LOCALES } from "../../src/domain/locale.ts";
import { METER_WORDS } from "../../src/pages/meter/words.ts";
import { launchBrowser } from "../support/browser.ts";
import { type LinkPageOptions, openLinkPage } from "../support/link-page.ts";
import { type PageService, startPageService } from "../support/page-service.ts";

let browser: Browser;
let service: PageService;
beforeAll(async () => {
  [browser, service] = await Promise.all([
    launchBrowser(),
    startPageService({ PRODUCT_NAME: "Zirkonia" }),
  ]);
});
afterAll(async () => {
  await browser.close();
  await service[Symbol.asyncDispose]();
});

const open = (options: LinkPageOptions = {}) =>
  openLinkPage(browser, `${service.url}/reset#token=t`, options);
const statusOf = (page: Page): Locator => page.locator("#password-strength [role=status]");
const adviceOf = (page: Page): Locator => page.locator("#password-strength span:last-child");
const valueOf = (page: Page): Promise<unknown> =>
  page.evaluate("document.querySelector('meter').value");
const { levels, advice } = METER_WORDS.en;
const said = (level: number): string => `Strength of the password: ${levels[level]}.`;

test("a page is small, and nothing of the meter is there before somebody types a new password", async ({
  expect,
}) => {
  await using opened = await open();
  const { page, requests, complaints } = opened;
  await page.waitForLoadState("networkidle");
  const bytes = await page.evaluate<number>(
    "performance.getEntries().reduce((sum, { transferSize = 0 }) => sum + transferSize, 0)",
  );
  expect(bytes).toBeGreaterThan(5000);
  expect(bytes).toBeLessThan(60_000);
  const isMeters = (url: string): boolean => /meter-|packages/.test(url);
  expect(requests.filter(isMeters)).toEqual([]);
  expect(await page.locator("meter").count()).toBe(0);
  await page.keyboard.type("a quite different one");
  await statusOf(page).getByText(said(4)).waitFor();
  expect(requests.filter(isMeters).length).toBeGreaterThan(0);
  // Everything is of this service, and all of it once.
  for (const url of requests) expect(url.startsWith(service.url)).toBe(true);
  expect(new Set(requests).size).toBe(requests.length);
  expect(complaints).toEqual([]);
});

test("it says how good a password is as it is typed, and what would help most", async ({
  expect,
}) => {
  await using opened = await open();
  const { page } = opened;
  const password = page.getByLabel("New password", { exact: true });
  for (const [typed, level, why] of [
    ["password", 0, advice.common],
    ["qwertyuiop", 0, advice.common],
    ["poiuytre", 1, advice.keys],
    ["abcabcabc", 0, advice.repeats],
    ["abcdefgh", 0, advice.sequences],
    ["1987-05-23", 1, advice.dates],
    ["Zirkonia1", 1, advice.yours],
    ["xk7h2mq", 2, advice.longer],
    ["xk7h2mq9vb", 3, ""],
    ["a quite different one", 4, ""],
  ] as const) {
    await password.fill(typed);
    await expect.poll(() => adviceOf(page).textContent(), { message: typed }).toBe(why);
    await expect.poll(() => statusOf(page).textContent(), { message: typed }).toBe(said(level));
    expect(await valueOf(page)).toBe(level + 1);
  }
  await password.fill("");
  await expect.poll(() => statusOf(page).textContent()).toBe("");
  expect(await valueOf(page)).toBe(0);
  expect(await password.getAttribute("aria-describedby")).toBe("password-hint password-strength");
  expect(await page.getByRole("meter").getAttribute("aria-label")).toBe("Strength of the password");
  expect(opened.complaints).toEqual([]);
});

test("a screen reader hears another level, and not each key", async ({ expect }) => {
  await using opened = await open();
  const { page } = opened;
  await page.keyboard.type("a");
  await statusOf(page).getByText(said(0)).waitFor();
  await page.evaluate(`(() => {
    window.heard = [];
    const status = document.querySelector("#password-strength [role=status]");
    new MutationObserver(() => window.heard.push(status.textContent))
      .observe(status, { childList: true, characterData: true, subtree: true });
  })()`);
  for (const key of "a quite different one, and more of it") await page.keyboard.type(key);
  await statusOf(page).getByText(said(4)).waitFor();
  const heard = await page.evaluate<string[]>("window.heard");
  expect(heard.length).toBeLessThanOrEqual(4);
  expect(heard.at(-1)).toBe(said(4));
});

test("nothing on the page moves when it comes", async ({ expect }) => {
  await using opened = await open();
  const { page } = opened;
  await page.evaluate(`(() => {
    window.moved = 0;
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.moved += value;
    }).observe({ type: "layout-shift", buffered: true });
  })()`);
  await page.keyboard.type("a");
  await statusOf(page).getByText(said(0)).waitFor();
  const top = (): Promise<unknown> =>
    page.evaluate("document.querySelector('.primary').getBoundingClientRect().top");
  const before = await top();
  await page.keyboard.type("bcdefgh");
  await expect.poll(() => adviceOf(page).textContent()).toBe(advice.sequences);
  await page.keyboard.type(" a quite different one");
  await statusOf(page).getByText(said(4)).waitFor();
  expect(await top()).toBe(before);
  expect(await page.evaluate("window.moved")).toBe(0);
  expect(opened.complaints).toEqual([]);
});

describe("it is advice only:", () => {
  test("a password that it calls weak is sent, and the service decides", async ({ expect }) => {
    await using opened = await open();
    const { page, says } = opened;
    await page.keyboard.type("jennifer2019");
    await statusOf(page).getByText(said(1)).waitFor();
    await page.keyboard.press("Enter");
    await says("This link was used, or is too old.");
    expect(page.url()).toContain("/forgot");
  });

  test.for(["**/meter-worker.js", "**/packages/*", "**/meter-facts.js"])(
    "without %s there is none, and the form works",
    async (lost, { expect }) => {
      await using opened = await open({
        prepare: (each: Page) => each.route(lost, (route) => route.abort()),
      });
      const { page, says } = opened;
      const failed = page.waitForEvent("requestfailed");
      await page.keyboard.type("a quite different one");
      await failed;
      await expect.poll(() => page.locator(".meter").count()).toBe(0);
      await page.keyboard.press("Enter");
      await says("This link was used, or is too old.");
    },
  );
});

test.for(LOCALES)("it speaks %s", async (locale, { expect }) => {
  await using opened = await open({ locale });
  const { page } = opened;
  const words = METER_WORDS[locale];
  await page.keyboard.type("jennifer2019");
  await expect
    .poll(() => statusOf(page).textContent())
    .toBe(words.said.replace("{{level}}", words.levels[1]));
  // What is half typed has the same level, and other advice.
  await expect.poll(() => adviceOf(page).textContent()).toBe(words.advice.common);
});
