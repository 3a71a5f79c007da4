import type { Browser, Page } from "playwright-core";
import { vi } from "vitest";
import type { Person } from "./client.ts";
import { untilFocused } from "./keyboard.ts";
import { type LinkPage, type LinkPageOptions, openLinkPage } from "./link-page.ts";
import type { PageService } from "./page-service.ts";

export type WaitingPage = LinkPage & {
  /** What the boxes of the code hold, from the first to the last. */
  typed(): Promise<string>;
  /** Waits until something is read out to who listens to the page. */
  hears(text: string): Promise<void>;
};

/** In the browser: keeps what a live region says, which may be something else in a moment. */
const LISTEN = `addEventListener("DOMContentLoaded", () => {
  const region = document.querySelector(".unseen[role=status]");
  globalThis.heard = [];
  if (region)
    new MutationObserver(() => heard.push(region.textContent)).observe(region, { childList: true });
})`;

/** Somebody in a browser of his own who has just registered by the page, and waits for his code. */
export async function registerInBrowser(
  browser: Browser,
  { url }: Pick<PageService, "url">,
  { email, password }: Person,
  options: LinkPageOptions = {},
): Promise<WaitingPage> {
  const opened = await openLinkPage(browser, `${url}/register`, options);
  const { page } = opened;
  await page.addInitScript(LISTEN);
  await page.locator("#email").fill(email);
  await page.locator("#password").fill(password);
  await page.keyboard.press("Enter");
  await page.locator(".standing").waitFor();
  await page.waitForLoadState();
  await untilFocused(page);
  return asWaiting(opened);
}

export const asWaiting = (opened: LinkPage): WaitingPage => ({
  ...opened,
  typed: () => typedIn(opened.page),
  async hears(text) {
    const said = `globalThis.heard?.some((each) => each.includes(${JSON.stringify(text)}))`;
    // Not from inside the page, whose policy evaluates no text.
    await vi.waitUntil(() => opened.page.evaluate(said).catch(() => false), { timeout: 20_000 });
  },
});

const typedIn = async (page: Page): Promise<string> => {
  const values: string[] = [];
  for (const box of await page.locator(".boxes input").all()) values.push(await box.inputValue());
  return values.join("");
};
