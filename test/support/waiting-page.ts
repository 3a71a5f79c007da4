import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { Person } from "./client.ts";
import { type LinkPage, openLinkPage } from "./link-page.ts";
import type { PageService } from "./page-service.ts";

export type WaitingPage = LinkPage & {
  /** What the boxes of the code hold, from the first to the last. */
  typed(): Promise<string>;
  /** What is read out to who listens. */
  hears(text: string | RegExp): Promise<void>;
};

/** Somebody in a browser of his own who has just registered by the page, and waits for his code. */
export async function registerInBrowser(
  browser: Browser,
  { url }: Pick<PageService, "url">,
  { email, password }: Person,
  options: BrowserContextOptions = {},
): Promise<WaitingPage> {
  const opened = await openLinkPage(browser, `${url}/register`, options);
  const { page } = opened;
  await page.locator("#email").fill(email);
  await page.locator("#password").fill(password);
  await page.keyboard.press("Enter");
  await page.locator(".standing").waitFor();
  return asWaiting(opened);
}

export const asWaiting = (opened: LinkPage): WaitingPage => ({
  ...opened,
  typed: () => typedIn(opened.page),
  hears: (text) => opened.page.locator(".unseen[role=status]").filter({ hasText: text }).waitFor(),
});

const typedIn = async (page: Page): Promise<string> => {
  const values: string[] = [];
  for (const box of await page.locator(".boxes input").all()) values.push(await box.inputValue());
  return values.join("");
};
