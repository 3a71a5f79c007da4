import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import { interceptable } from "../support/browser-page.ts";
import { launchBrowser } from "../support/browser.ts";
import { newPerson } from "../support/client.ts";
import { type PageService, startPageService } from "../support/page-service.ts";
import { registerInBrowser } from "../support/waiting-page.ts";

let browser: Browser;
let service: PageService;
beforeAll(async () => {
  [browser, service] = await Promise.all([
    launchBrowser(),
    startPageService({ CODE_TTL_SECONDS: "600" }),
  ]);
});
afterAll(async () => {
  await browser.close();
  await service[Symbol.asyncDispose]();
});

const STATE = "**/activate/state";
type Standing = { state: string; expires_in_ms: number; resend_in_ms: number };
/** Answers for the service, from now on, what its script is told. */
const answerState = async (page: Page, standing: Partial<Standing>): Promise<void> => {
  await page.unroute(STATE);
  await page.route(STATE, (route) =>
    route.fulfill({
      json: {
        state: "sent",
        expires_in_ms: 0,
        attempts_left: 5,
        resend_in_ms: 0,
        digits: 4,
        ...standing,
      },
    }),
  );
};
const secondsOf = async (page: Page): Promise<number> => {
  const [, minutes = "", seconds = ""] =
    /^(\d+):(\d\d)$/.exec((await page.locator(".clock").textContent()) ?? "") ?? [];
  return Number(minutes) * 60 + Number(seconds);
};

test("it counts the service's own numbers down, tells 30 and 10 seconds, and that the code has run out", async ({
  expect,
}) => {
  const person = newPerson();
  await using opened = await registerInBrowser(browser, service, person, {
    prepare: interceptable,
  });
  const { page, hears } = opened;
  await service.newestMail(person, 1);
  // It may have been sent before the page came.
  await answerState(page, { state: "queued" });
  await page.locator("[data-state=queued]").waitFor();
  await page.unroute(STATE);
  await hears("The mail was sent. Type its code here.");
  const seconds = await secondsOf(page);
  expect(seconds).toBeGreaterThan(500);
  await expect.poll(() => secondsOf(page)).toBeLessThan(seconds);
  // The rest of the time is the service's to say.
  await answerState(page, { expires_in_ms: 30_500 });
  await hears("The code runs out in 30 seconds.");
  await answerState(page, { expires_in_ms: 11_000 });
  await page.reload();
  await answerState(page, { expires_in_ms: 11_000 });
  await expect.poll(() => secondsOf(page), { timeout: 15_000 }).toBeLessThanOrEqual(11);
  await answerState(page, { expires_in_ms: 9500 });
  await hears("The code runs out in 10 seconds.");
  await answerState(page, { state: "expired" });
  await hears("The code has run out. Ask for a new one.");
  expect(await page.locator(".clock").textContent()).toBe("");
  expect(opened.complaints).toEqual([]);
});

test("a browser whose clock is wrong, or jumps, counts the same", async ({ expect }) => {
  await using opened = await registerInBrowser(browser, service, newPerson(), {
    prepare: interceptable,
  });
  const { page } = opened;
  await page.addInitScript("Date.now = () => 4e12; Date = class extends Date {}");
  await page.reload();
  await page.locator("[data-state=sent]").waitFor();
  const seconds = await secondsOf(page);
  expect(seconds).toBeGreaterThan(500);
  expect(seconds).toBeLessThanOrEqual(600);
  await page.evaluate("Date.now = () => 0");
  await expect.poll(() => secondsOf(page)).toBeLessThan(seconds);
  expect(await secondsOf(page)).toBeGreaterThan(500);
});

test("it tells what becomes of the mail, and what to do about it", async ({ expect }) => {
  await using opened = await registerInBrowser(browser, service, newPerson(), {
    prepare: interceptable,
  });
  const { page, hears } = opened;
  await answerState(page, { state: "queued" });
  await page.reload();
  await answerState(page, { state: "undeliverable" });
  await hears("We could not deliver the mail. Is the address right?");
  // It may have come all the same.
  expect(await page.locator("fieldset:disabled").count()).toBe(0);
  await page.getByRole("link", { name: "Use another address" }).click();
  await opened.heading("Create an account");
});

test("it is asked for no more while nobody looks, and at once when somebody does again", async ({
  expect,
}) => {
  await using opened = await registerInBrowser(browser, service, newPerson(), {
    prepare: interceptable,
  });
  const { page } = opened;
  await answerState(page, { expires_in_ms: 30_000 });
  await page.clock.install();
  // Counted in the page: what is on its way is not known here yet.
  await page.addInitScript(`globalThis.asked = 0; const send = fetch;
    globalThis.fetch = (...args) => { asked++; return send(...args); }`);
  await page.reload();
  const asked = (): Promise<number> => page.evaluate("asked");
  // Its next turn is planned when the one before was answered, which takes no time of this clock.
  const askedLater = (): Promise<number> => page.clock.runFor(5000).then(asked);
  await expect.poll(askedLater).toBeGreaterThan(2);
  const hide = (isHidden: boolean): Promise<number> =>
    page.evaluate(
      `Object.defineProperty(document, "hidden", { value: ${isHidden}, configurable: true });
       document.dispatchEvent(new Event("visibilitychange"));
       asked`,
    );
  const count = await hide(true);
  await page.clock.runFor(60_000);
  expect(await asked()).toBe(count);
  expect(await hide(false)).toBe(count + 1);
});

test("it stands still for who does not want motion", async ({ expect }) => {
  for (const reducedMotion of ["reduce", "no-preference"] as const) {
    await using opened = await registerInBrowser(browser, service, newPerson(), {
      reducedMotion,
      prepare: interceptable,
    });
    const { page } = opened;
    await answerState(page, { state: "queued" });
    await page.reload();
    const moves = await page.evaluate(
      `getComputedStyle(document.querySelector(".ring .left")).transitionDuration !== "0s"`,
    );
    expect(moves).toBe(reducedMotion === "no-preference");
  }
});
