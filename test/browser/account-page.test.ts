import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { openAccountPage } from "../support/account-browser.ts";
import { launchBrowser } from "../support/browser.ts";
import { newPerson } from "../support/client.ts";
import { codeIn } from "../support/email-api.ts";
import { newAddress } from "../support/email-change.ts";
import { goByTab } from "../support/keyboard.ts";
import { type PageService, startPageService } from "../support/page-service.ts";
import { signIn } from "../support/session.ts";

let browser: Browser;
let service: PageService;
beforeAll(async () => {
  [browser, service] = await Promise.all([launchBrowser(), startPageService()]);
});
afterAll(async () => {
  await browser.close();
  await service[Symbol.asyncDispose]();
});

/** Some hundred keys, each pressed when the one before has had its effect. */
const JOURNEY = { timeout: 90_000 };

/** Takes the keyboard to an element. */
const goTo = (page: Page, selector: string): Promise<void> => goByTab(page, page.locator(selector));

/** What a form did is where the reader is: the line has the focus, and is in sight. */
async function saysInFocus(page: Page, text: string): Promise<void> {
  await page.locator(".status:focus").filter({ hasText: text }).waitFor();
  // While it loads, the browser goes on moving the focus to what the address names.
  await page.waitForLoadState();
  const isInSight = `(() => {
    const { top, bottom } = document.activeElement.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  })()`;
  await vi.waitUntil(() => page.evaluate<boolean>(isInSight), { timeout: 10_000 });
}

describe.for([
  ["with scripts", true],
  ["without scripts", false],
] as const)("%s, by the keyboard alone,", ([, javaScriptEnabled]) => {
  test(
    "somebody changes all there is, signs another device out, and deletes his account",
    JOURNEY,
    async ({ expect }) => {
      const person = await service.newActivePerson();
      await using other = await openAccountPage(browser, service, person);
      await using opened = await openAccountPage(browser, service, person, { javaScriptEnabled });
      const { page } = opened;
      const type = (text: string): Promise<void> => page.keyboard.type(text);
      const press = (key: string): Promise<void> => page.keyboard.press(key);

      await goTo(page, 'nav a[href="#devices"]');
      await press("Enter");
      await page.waitForURL(/#devices$/);
      await press("Tab");
      await page.locator("#devices button:focus").waitFor();

      await page.reload();
      await goTo(page, "#username");
      await type(`u-${person.email.slice(0, 12)}`);
      await goTo(page, "#locale");
      // One key: a list takes several together for no more than a second.
      await type("D");
      await goTo(page, "form[action$='/profile'] button");
      await press("Space");
      await saysInFocus(page, "Your profile is saved.");
      expect(await page.locator("#locale").inputValue()).toBe("de");

      const { password } = newPerson();
      await goTo(page, "#current_password");
      await type("not it");
      await goTo(page, "#new_password");
      await type(password);
      await press("Enter");
      await page.locator("#current_password:focus").waitFor();
      expect(await page.locator("#current_password").getAttribute("aria-invalid")).toBe("true");
      await page.getByText("The current password is wrong.").waitFor();
      await type(person.password);
      await goTo(page, "#new_password");
      await type(password);
      await press("Enter");
      await saysInFocus(page, "Your password was changed.");
      await other.page.reload();
      await other.page.getByRole("heading", { name: "Sign in" }).waitFor();

      const moved = { email: newAddress(), password };
      await goTo(page, "#new_email");
      await type(moved.email);
      await goTo(page, "#email_password");
      await type(password);
      await press("Enter");
      await saysInFocus(page, "A code is on its way");
      const code = codeIn(await service.newestMail(moved, 1));
      await goTo(page, "#code");
      await type(code);
      await press("Enter");
      await saysInFocus(page, "Your e\u2011mail address was changed.");

      await signIn(service, moved, { device: "Her phone" });
      await page.goto(`${service.url}/account`);
      const button = page.getByRole("button", { name: "Sign out Her phone" });
      await goTo(page, `#${await button.getAttribute("id")}`);
      await press("Enter");
      await saysInFocus(page, "The device was signed out.");
      expect(await button.count()).toBe(0);

      await goTo(page, "[name=confirmed]");
      await press("Space");
      await goTo(page, "#deletion_password");
      await type(password);
      await press("Enter");
      await saysInFocus(page, "Your account was deleted.");
      expect((await signIn(service, moved)).status).toBe(401);
      expect(opened.complaints).toEqual([]);
    },
  );
});

test("scripts show times in the reader's own zone, and passwords to who asks; without them neither is there", async ({
  expect,
}) => {
  const person = await service.newActivePerson();
  const zone = { timezoneId: "Asia/Tokyo" };
  await using plain = await openAccountPage(browser, service, person, {
    ...zone,
    javaScriptEnabled: false,
  });
  await using opened = await openAccountPage(browser, service, person, zone);
  const time = opened.page.locator("#devices time").first();
  const at = new Date((await time.getAttribute("datetime")) ?? "");
  const hourOf = (timeZone: string): string =>
    new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }).format(at);
  expect(await time.textContent()).toContain(hourOf("Asia/Tokyo"));
  const show = opened.page.getByRole("button", { name: "Show" });
  expect(await show.count()).toBe(4);
  await opened.page.locator("#new_password").fill("in sight");
  await show.nth(1).click();
  expect(await opened.page.locator("#new_password").getAttribute("type")).toBe("text");

  const { page } = plain;
  await page.reload();
  expect(await page.locator("#devices time").last().textContent()).toMatch(/ UTC$/);
  expect(await page.getByRole("button", { name: "Show" }).count()).toBe(0);
});

test("what was done is said once: neither a reload nor a bookmark says it again", async ({
  expect,
}) => {
  const person = await service.newActivePerson();
  await using opened = await openAccountPage(browser, service, person);
  const { page } = opened;
  await page.getByRole("button", { name: "Save" }).click();
  await saysInFocus(page, "Your profile is saved.");
  expect(page.url()).toBe(`${service.url}/account#profile`);
  await page.reload();
  expect(await page.locator(".status").count()).toBe(0);
});

test("a form that is sent after the session ended leads to the sign-in, says so, and then back", async ({
  expect,
}) => {
  const person = await service.newActivePerson();
  await using here = await openAccountPage(browser, service, person);
  await using there = await openAccountPage(browser, service, person);
  await here.page.reload();
  await here.page.getByRole("button", { name: "Sign out all other devices" }).click();
  await saysInFocus(here.page, "All other devices were signed out.");
  const { page } = there;
  await page.locator("#username").fill("late");
  await page.keyboard.press("Enter");
  await saysInFocus(page, "Please sign in again.");
  await page.locator("#email").fill(person.email);
  await page.locator("#password").fill(person.password);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Your account", level: 1 }).waitFor();
  expect(await page.locator("#username").inputValue()).toBe("");
  expect(there.complaints).toEqual([]);
});
