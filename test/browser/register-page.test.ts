import type { Browser } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { newPerson } from "../support/client.ts";
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

test("by keyboard alone: what is wrong is where the cursor is, and what was typed is there again", async ({
  expect,
}) => {
  const person = newPerson();
  await using opened = await openLinkPage(browser, `${service.url}/register`);
  const { page } = opened;
  const { keyboard } = page;
  await expect.poll(() => page.evaluate("document.activeElement.id")).toBe("email");
  await keyboard.type(person.email);
  await keyboard.press("Tab");
  await keyboard.type("password1");
  await keyboard.press("Enter");
  await page.getByText("Many people use this password, so it is tried first.").waitFor();
  expect(await page.title()).toBe("Error: Create an account · Latchkey");
  await expect.poll(() => page.evaluate("document.activeElement.id")).toBe("password");
  const password = page.locator("#password");
  expect(await password.getAttribute("aria-invalid")).toBe("true");
  expect(await password.getAttribute("aria-describedby")).toBe("password-hint password-error");
  expect([await page.locator("#email").inputValue(), await password.inputValue()]).toEqual([
    person.email,
    "",
  ]);
  await keyboard.type(person.password);
  await keyboard.press("Enter");
  await opened.heading("Activate your account");
  expect(page.url()).toBe(`${service.url}/activate`);
  await page.getByText(person.email).waitFor();
  // A reload sends nothing again.
  await page.reload();
  await opened.heading("Activate your account");
  await service.newestMail(person, 1);
  expect(opened.complaints).toEqual([]);
  const { origin } = new URL(service.url);
  expect(opened.requests.filter((request) => !request.startsWith(origin))).toEqual([]);
});

test("the browser keeps what waits for a code from every script", async ({ expect }) => {
  const person = newPerson();
  await using opened = await openLinkPage(browser, `${service.url}/register`);
  const { page } = opened;
  await page.locator("#email").fill(person.email);
  await page.locator("#password").fill(person.password);
  await page.keyboard.press("Enter");
  await opened.heading("Activate your account");
  expect(await page.evaluate("document.cookie")).toBe("");
  const cookies = await page.context().cookies();
  expect(cookies).toMatchObject([
    { name: "latchkey-pending", httpOnly: true, sameSite: "Lax", path: "/" },
  ]);
  expect(JSON.stringify(cookies)).not.toContain(person.email);
});

test("without scripts it works the same", async ({ expect }) => {
  const person = newPerson();
  await using opened = await openLinkPage(browser, `${service.url}/register`, {
    javaScriptEnabled: false,
  });
  const { page } = opened;
  await page.locator("#email").fill(person.email);
  await page.locator("#password").fill(person.password);
  await page.getByRole("button", { name: "Create the account" }).click();
  await opened.heading("Activate your account");
  expect(await page.locator("#code").getAttribute("inputmode")).toBe("numeric");
  expect(await page.locator("#code").getAttribute("autocomplete")).toBe("one-time-code");
});
