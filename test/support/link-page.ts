import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { type BrowserPage, newBrowserPage } from "./browser-page.ts";

export type LinkPage = BrowserPage & {
  /** Every address that was asked for. */
  requests: string[];
  /** What the view that is shown says below its form. */
  says(text: string | RegExp): Promise<void>;
  /** The heading of the view that is shown. */
  heading(text: string): Promise<void>;
};

/** What else is done with the page before it is opened. */
export type LinkPageOptions = BrowserContextOptions & {
  prepare?: (page: Page) => Promise<unknown>;
};

/** A page that a link leads to, in a browser of its own, which comes from an address of its own. */
export async function openLinkPage(
  browser: Browser,
  link: string,
  { prepare, ...options }: LinkPageOptions = {},
): Promise<LinkPage> {
  const opened = await newBrowserPage(browser, options);
  const { page } = opened;
  await prepare?.(page);
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(link);
  await page.locator("h1").waitFor();
  return {
    ...opened,
    requests,
    says: (text) => page.locator(".status:visible").filter({ hasText: text }).waitFor(),
    heading: (text) => page.getByRole("heading", { name: text, exact: true }).waitFor(),
  };
}

/** Every address in the history of the tab, as the browser keeps it. */
export async function historyOf(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { entries } = await session.send("Page.getNavigationHistory");
  return entries.map(({ url }) => url);
}
