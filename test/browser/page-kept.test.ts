import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import type { Person } from "../support/client.ts";
import { type PageService, startPageService } from "../support/page-service.ts";

let service: PageService;
let person: Person;
beforeAll(async () => {
  service = await startPageService();
  person = await service.newActivePerson();
});
afterAll(() => service[Symbol.asyncDispose]());

/** Goes back by the browser's button; Playwright's own waits for a load, which a page that was kept has none of. */
async function goBack(page: Page): Promise<void> {
  const here = page.url();
  await page.evaluate("history.back()");
  await vi.waitUntil(() => page.url() !== here, { timeout: 10_000 });
}

async function signIn(page: Page, next: string): Promise<void> {
  await page.goto(`${service.url}/login?next=${next}`);
  await page.locator("#email").fill(person.email);
  await page.locator("#password").fill(person.password);
  await page.locator("button[type=submit]").click();
  await page.waitForURL(`${service.url}/${next}`);
}

describe("a browser that keeps pages to come back to", () => {
  test.each(["account", "welcome"])(
    "shows nobody /%s who comes back to it after its reader signed out",
    async (name) => {
      const { expect } = await import("vitest");
      await using browser = await launchBrowser({
        isWhole: true,
        ignoreDefaultArgs: ["--disable-back-forward-cache"],
      });
      const page = await browser.newPage();
      await page.addInitScript(
        "addEventListener('pageshow', ({ persisted }) => { globalThis.wasKept = persisted; })",
      );
      await signIn(page, name);
      await page.locator("header form button").click();
      await page.waitForURL(/\/login\?done=signed-out$/);
      await goBack(page);
      await page.waitForURL(`${service.url}/login?next=${name}`);
      expect(await page.content()).not.toContain(person.email);
      // A page of nobody's is kept (control).
      await page.goto(`${service.url}/forgot`);
      await page.goto(`${service.url}/login`);
      await goBack(page);
      await expect.poll(() => page.evaluate("wasKept").catch(() => null)).toBe(true);
    },
  );
});
