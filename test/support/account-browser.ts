import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { findFreePort } from "../../src/dev/free-port.ts";
import type { Person } from "./client.ts";
import { type PageService, startPageService } from "./page-service.ts";
import { randomAddress } from "./random-address.ts";

const STEP_TIMEOUT_MS = 10_000;

/** A real service whose pages a browser can use over http. */
export async function startAccountService(): Promise<PageService> {
  const port = String(await findFreePort());
  return startPageService({
    PORT: port,
    PAGE_ORIGINS: `http://127.0.0.1:${port}`,
    COOKIES: "plain",
  });
}

export type AccountPage = {
  page: Page;
  /** What the browser complained about, besides answers that are refusals. */
  complaints: string[];
  [Symbol.asyncDispose](): Promise<void>;
};

/** The page of somebody's account in a browser of its own, in which he signed in by the form. */
export async function openAccountPage(
  browser: Browser,
  { url }: Pick<PageService, "url">,
  { email, password }: Person,
  options: BrowserContextOptions = {},
): Promise<AccountPage> {
  const context = await browser.newContext({
    locale: "en-GB",
    extraHTTPHeaders: { "x-forwarded-for": randomAddress() },
    ...options,
  });
  const page = await context.newPage();
  // Shorter than a test may take, so that its failure names the step.
  page.setDefaultTimeout(STEP_TIMEOUT_MS);
  const complaints: string[] = [];
  page.on("console", (message) => {
    const isRefusal = message.text().startsWith("Failed to load resource");
    if (["error", "warning"].includes(message.type()) && !isRefusal)
      complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(`${url}/login?next=account`);
  await page.locator("#email").fill(email);
  await page.locator("#password").fill(password);
  await page.keyboard.press("Enter");
  await page.locator("#title").waitFor();
  // While it loads, the browser itself moves the focus to what the address names.
  await page.waitForLoadState();
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
}
