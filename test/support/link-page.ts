import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { randomAddress } from "./random-address.ts";

export type LinkPage = {
  page: Page;
  /** What the browser complained about, besides answers that are refusals. */
  complaints: string[];
  /** Every address that was asked for. */
  requests: string[];
  /** What the view that is shown says below its form. */
  says(text: string | RegExp): Promise<void>;
  /** The heading of the view that is shown. */
  heading(text: string): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

const STEP_TIMEOUT_MS = 10_000;

/** A page that a link leads to, in a browser of its own, which comes from an address of its own. */
export async function openLinkPage(
  browser: Browser,
  link: string,
  options: BrowserContextOptions = {},
): Promise<LinkPage> {
  const context = await browser.newContext({
    locale: "en-GB",
    extraHTTPHeaders: { "x-forwarded-for": randomAddress() },
    ...options,
  });
  const page = await context.newPage();
  // Shorter than a test may take, so that its failure names the step.
  page.setDefaultTimeout(STEP_TIMEOUT_MS);
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => {
    const isRefusal = message.text().startsWith("Failed to load resource");
    if (["error", "warning"].includes(message.type()) && !isRefusal)
      complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(link);
  await page.locator("h1").waitFor();
  return {
    page,
    complaints,
    requests,
    says: (text) => page.locator(".status:visible").filter({ hasText: text }).waitFor(),
    heading: (text) => page.getByRole("heading", { name: text, exact: true }).waitFor(),
    [Symbol.asyncDispose]: () => context.close(),
  };
}
