import type { Browser } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { openLinkPage } from "../support/link-page.ts";
import { type PageService, startPageService } from "../support/page-service.ts";

let browser: Browser;
let service: PageService;
beforeAll(async () => {
  [browser, service] = await Promise.all([launchBrowser(), startPageService()]);
});
afterAll(async () => {
  await browser.close();
  await service[Symbol.asyncDispose]();
});

test("a password can be looked at, by keyboard, and its button says whose it is", async ({
  expect,
}) => {
  await using opened = await openLinkPage(browser, `${service.url}/login`);
  const { page } = opened;
  const password = page.getByLabel("Password");
  const type = (): Promise<string | null> => password.getAttribute("type");
  await expect.poll(() => page.evaluate("document.activeElement.id")).toBe("email");
  await page.keyboard.press("Tab");
  await page.keyboard.type("pass word");
  await page.keyboard.press("Tab");
  const button = page.getByRole("button", { name: "Show Password", exact: true });
  await page.keyboard.press("Enter");
  expect(await type()).toBe("text");
  expect(await password.inputValue()).toBe("pass word");
  await page.getByRole("button", { name: "Hide Password", exact: true }).waitFor();
  await page.keyboard.press("Space");
  expect(await type()).toBe("password");
  const box = await button.boundingBox();
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(24);
  expect(opened.complaints).toEqual([]);
});

test("what is sent is a password again, and nobody's to complete or to correct", async ({
  expect,
}) => {
  await using opened = await openLinkPage(browser, `${service.url}/login`);
  const { page } = opened;
  const password = page.getByLabel("Password");
  await page.getByLabel("E‑mail address").fill("ada@example.com");
  await password.fill("not the password");
  await page.getByRole("button", { name: "Show" }).click();
  expect(await password.getAttribute("spellcheck")).toBe("false");
  expect(await password.getAttribute("autocapitalize")).toBe("none");
  await page.evaluate(
    `document.querySelector("main form").addEventListener("submit", (event) => event.preventDefault())`,
  );
  await password.press("Enter");
  expect(await password.getAttribute("type")).toBe("password");
});

test("without scripts there is no button", async ({ expect }) => {
  const options = { javaScriptEnabled: false };
  await using opened = await openLinkPage(browser, `${service.url}/login`, options);
  expect(await opened.page.getByRole("button").allTextContents()).toEqual(["Sign in"]);
});
