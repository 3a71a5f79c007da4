import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { goByTab, untilFocused } from "./keyboard.ts";
import { newContext, watch } from "./browser-page.ts";

/** Somebody at a window of a browser: he finds things by what they are called, and has nothing but a keyboard. */
export type Visitor = AsyncDisposable & {
  page: Page;
  /** What the browser complained about, besides answers that are refusals and connections that were cut. */
  complaints: string[];
  /** Types the address of a page. */
  open(url: string): Promise<void>;
  /** Waits for a page by its heading. */
  at(heading: string): Promise<void>;
  /** Waits until something can be read. */
  reads(text: string | RegExp): Promise<void>;
  /** Goes to each field by Tab, and types; its old text is selected when the keyboard comes there. */
  fillIn(fields: Record<string, string>, within?: Locator): Promise<void>;
  /** Types where the keyboard is. */
  type(text: string): Promise<void>;
  press(key: string): Promise<void>;
  /** Goes to a button or a link by Tab, and presses Enter. */
  follow(role: "button" | "link", name: string): Promise<void>;
  /** The same where a link opens a window of its own, as those of mails do. */
  followOut(within: Locator, name: string): Promise<Visitor>;
  /** Another tab of the same browser. */
  openTab(url: string): Promise<Visitor>;
};

const STEP_TIMEOUT_MS = 20_000;

/** Starts a browser of somebody's own, which comes from an address of its own. */
export async function openVisitor(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const context = await newContext(browser, options);
  const visitor = await asVisitor(await context.newPage());
  await visitor.open(url);
  return { ...visitor, [Symbol.asyncDispose]: () => context.close() };
}

async function asVisitor(page: Page): Promise<Visitor> {
  const complaints = watch(page, { stepTimeoutMs: STEP_TIMEOUT_MS });
  const { keyboard } = page;
  const goTo = (role: "button" | "link", name: string, within: Page | Locator): Promise<void> =>
    goByTab(page, within.getByRole(role, { name, exact: true }));
  const openTab: Visitor["openTab"] = async (url) => {
    const tab = await asVisitor(await page.context().newPage());
    await tab.open(url);
    return tab;
  };
  return {
    page,
    complaints,
    openTab,
    async open(url) {
      await page.goto(url);
    },
    at: (heading) => page.getByRole("heading", { level: 1, name: heading, exact: true }).waitFor(),
    reads: (text) => page.getByText(text).first().waitFor(),
    async fillIn(fields, within) {
      for (const [label, text] of Object.entries(fields)) {
        await goByTab(page, (within ?? page).getByLabel(label, { exact: true }));
        await keyboard.type(text);
      }
    },
    async type(text) {
      await untilFocused(page);
      await keyboard.type(text);
    },
    press: (key) => keyboard.press(key),
    async follow(role, name) {
      await goTo(role, name, page);
      await keyboard.press("Enter");
    },
    async followOut(within, name) {
      await goTo("link", name, within);
      const [opened] = await Promise.all([
        page.context().waitForEvent("page"),
        keyboard.press("Enter"),
      ]);
      return asVisitor(opened);
    },
    [Symbol.asyncDispose]: () => page.close(),
  };
}
