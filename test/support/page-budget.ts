import type { Browser, BrowserContextOptions, CDPSession, Page, Route } from "playwright-core";
import { newContext } from "./browser-page.ts";

/** A new window that has nothing in its cache. */
export async function openCold(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; session: CDPSession } & AsyncDisposable> {
  const context = await newContext(browser, options);
  const page = await context.newPage();
  await page.addInitScript(OBSERVE);
  const session = await context.newCDPSession(page);
  return { page, session, [Symbol.asyncDispose]: () => context.close() };
}

/** In the browser, from its first moment: what moved by itself, and what kept it from answering. */
const OBSERVE = `globalThis.moved = [];
globalThis.longTasks = [];
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput, sources } of list.getEntries())
    if (!hadRecentInput)
      moved.push([value, ...sources.map(({ node }) => node?.className || node?.nodeName)].join(" "));
}).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) longTasks.push(startTime + duration);
}).observe({ type: "longtask", buffered: true });`;

/** What moved since the page was asked for, without its reader's doing (Cumulative Layout Shift, of which nothing is allowed). */
export async function movedOn(page: Page): Promise<string[]> {
  // Two frames, so that what was changed last is drawn, and told of.
  await page.evaluate(
    "new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 50))))",
  );
  return page.evaluate("moved");
}

/** Bytes that came over the network for one page, headers as well. */
export async function bytesOf(
  { page, session }: { page: Page; session: CDPSession },
  url: string,
): Promise<number> {
  let bytes = 0;
  session.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await session.send("Network.enable");
  await page.goto(url, { waitUntil: "networkidle" });
  return bytes;
}

/** When a page answers its reader: scripts are done, and no long task comes after. Milliseconds since it was asked for. */
export async function interactiveMs(
  { page, session }: { page: Page; session: CDPSession },
  url: string,
): Promise<number> {
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await page.goto(url, { waitUntil: "networkidle" });
  return page.evaluate<number>(
    `Math.max(performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd, ...longTasks)`,
  );
}

/** Answers with what the service says, and something more at the end. */
export const append =
  (text: string) =>
  async (route: Route): Promise<void> => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()) + text });
  };
