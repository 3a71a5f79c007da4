import type { Browser, BrowserContextOptions, Page } from "playwright-core";

export type InboxPage = {
  page: Page;
  /** Everything the browser complained about. */
  complaints: string[];
  [Symbol.asyncDispose](): Promise<void>;
};

const STEP_TIMEOUT_MS = 10_000;

/** The mock's page in a browser of its own, once it is connected. */
export async function openInboxPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<InboxPage> {
  const context = await browser.newContext({ timezoneId: "UTC", ...options });
  const page = await context.newPage();
  // Shorter than a test may take, so that its failure names the step.
  page.setDefaultTimeout(STEP_TIMEOUT_MS);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(url);
  await page.getByText("live", { exact: true }).waitFor();
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
}
