import type { Browser, BrowserContextOptions } from "playwright-core";
import { type BrowserPage, newBrowserPage } from "./browser-page.ts";
import type { Person } from "./client.ts";
import type { PageService } from "./page-service.ts";

/** The page of somebody's account in a browser of its own, in which he signed in by the form. */
export async function openAccountPage(
  browser: Browser,
  { url }: Pick<PageService, "url">,
  { email, password }: Person,
  options: BrowserContextOptions = {},
): Promise<BrowserPage> {
  const opened = await newBrowserPage(browser, options);
  const { page } = opened;
  await page.goto(`${url}/login?next=account`);
  await page.locator("#email").fill(email);
  await page.locator("#password").fill(password);
  await page.keyboard.press("Enter");
  await page.locator("#title").waitFor();
  // While it loads, the browser itself moves the focus to what the address names.
  await page.waitForLoadState();
  return opened;
}
