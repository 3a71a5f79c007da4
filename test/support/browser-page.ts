import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { randomAddress } from "./random-address.ts";

export type BrowserPage = AsyncDisposable & {
  page: Page;
  /** What the browser complained about, besides answers that are refusals and connections that were cut. */
  complaints: string[];
};

const STEP_TIMEOUT_MS = 20_000;
const EXPECTED = /^(Failed to load resource|WebSocket connection to)/;

/** A browser of somebody's own, which comes from an address of its own. */
export const newContext = (
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> =>
  browser.newContext({
    locale: "en-GB",
    extraHTTPHeaders: { "x-forwarded-for": randomAddress() },
    ...options,
  });

/** An empty page in such a browser. */
export async function newBrowserPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BrowserPage> {
  const context = await newContext(browser, options);
  const page = await context.newPage();
  return { page, complaints: watch(page), [Symbol.asyncDispose]: () => context.close() };
}

/**
 * Before a page is opened whose later requests a test answers: into a page that is open, Chromium brings an interception
 * a moment after it said so, and what is asked for meanwhile goes past it.
 */
export const interceptable = (page: Page): Promise<unknown> =>
  page.route("**/nothing-asks-for-this", (route) => route.fallback());

/** Gives each step of a test on a page its time, and collects what the browser complains about, but for what is expected. */
export function watch(
  page: Page,
  {
    stepTimeoutMs = STEP_TIMEOUT_MS,
    expected = EXPECTED,
  }: { stepTimeoutMs?: number; expected?: RegExp | null } = {},
): string[] {
  // Shorter than a test may take, so that its failure names the step.
  page.setDefaultTimeout(stepTimeoutMs);
  const complaints: string[] = [];
  page.on("console", (message) => {
    const text = message.text();
    if (["error", "warning"].includes(message.type()) && expected?.test(text) !== true)
      complaints.push(text);
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return complaints;
}
