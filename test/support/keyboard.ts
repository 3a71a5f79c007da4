import type { Locator, Page } from "playwright-core";

const TABS_MAX = 120;

/** Waits until the keyboard is somewhere: browsers take it to where a page begins only when they draw the page. */
export const untilFocused = (page: Page): Promise<void> => page.locator(":focus").waitFor();

/** Takes the keyboard to an element, by Tab and Shift+Tab alone. Throws when they never get there. */
export async function goByTab(page: Page, target: Locator): Promise<void> {
  for (let tabs = 0; tabs < TABS_MAX; tabs++) {
    const key = await target.evaluate(nextKey);
    if (key === null) return;
    await page.keyboard.press(key);
  }
  throw new Error(`Tab does not reach ${target}`);
}

type Element = {
  compareDocumentPosition(other: Element): number;
  ownerDocument: { activeElement: Element | null; body: Element };
};

/** In the browser: the key that brings the keyboard nearer to an element, null when it is there. */
function nextKey(element: Element): string | null {
  const FOLLOWING = 4;
  const { activeElement, body } = element.ownerDocument;
  if (element === activeElement) return null;
  if (!activeElement || activeElement === body) return "Tab";
  return element.compareDocumentPosition(activeElement) & FOLLOWING ? "Shift+Tab" : "Tab";
}
