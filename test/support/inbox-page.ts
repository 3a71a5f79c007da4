import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { watch } from "./browser-page.ts";

export type InboxPage = {
  page: Page;
  /** Everything the browser complained about. */
  complaints: string[];
  [Symbol.asyncDispose](): Promise<void>;
};

/** The mock's page in a browser of its own, once it is connected. */
export async function openInboxPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<InboxPage> {
  const context = await browser.newContext({ timezoneId: "UTC", ...options });
  const page = await context.newPage();
  const complaints = watch(page, { expected: null });
  await page.goto(url);
  await page.getByText("live", { exact: true }).waitFor();
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
}
