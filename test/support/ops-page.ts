import { Hono } from "hono";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { opsPageRoutes } from "../../src/features/ops-page/routes.ts";
import { serveOnNode } from "../../src/serve-node.ts";
import { watch } from "./browser-page.ts";
import { goByTab } from "./keyboard.ts";
import { type OpsApi, createOpsApi } from "./ops-api.ts";

export type OpenPage = {
  page: Page;
  /** Everything the browser complained about: scripts, styles, the content security policy, answers that are errors. */
  complaints: string[];
  /** Takes the keyboard to an element, by Tab and Shift+Tab alone. Throws when they never get there. */
  tabTo(target: Locator): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** The operators' page of a service in a browser of its own, once it shows what the API says. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  prepare: (page: Page) => Promise<void> = async () => {},
): Promise<OpenPage> {
  const context = await browser.newContext({ timezoneId: "UTC", ...options });
  const page = await context.newPage();
  const complaints = watch(page, { expected: null });
  await prepare(page);
  await page.goto(`${url}/ops`);
  await page.getByText("Live, updated").waitFor();
  return {
    page,
    complaints,
    tabTo: (target) => goByTab(page, target),
    [Symbol.asyncDispose]: () => context.close(),
  };
}

type Preparation = { api?: (api: OpsApi) => void; page?: (page: Page) => Promise<void> };

/** The page on an API in memory, for what the real one does not show on command. */
export async function openOpsPage(
  browser: Browser,
  options: BrowserContextOptions = {},
  prepare: Preparation = {},
): Promise<OpenPage & { api: OpsApi }> {
  const api = createOpsApi();
  prepare.api?.(api);
  const app = new Hono();
  app.route("/", opsPageRoutes());
  app.route("/", api.app);
  const server = await serveOnNode({
    fetch: (request) => app.fetch(request),
    host: "127.0.0.1",
    port: 0,
  });
  const open = await openPage(browser, `http://127.0.0.1:${server.port}`, options, prepare.page);
  return {
    ...open,
    api,
    async [Symbol.asyncDispose]() {
      await open[Symbol.asyncDispose]();
      await server.stop();
    },
  };
}

/** The card of one limit, its editor opened by keyboard; from the top, Tab would pass all limits before it. */
export async function openEditor({ page, tabTo }: OpenPage, name: string) {
  const card = page.getByRole("article", { name, exact: true });
  await card.locator("summary").focus();
  await page.keyboard.press("Enter");
  const press = async (button: string): Promise<void> => {
    await tabTo(card.getByRole("button", { name: button }));
    await page.keyboard.press("Enter");
  };
  const field = (label: string) => card.getByLabel(label, { exact: true });
  return { card, status: card.getByRole("status"), field, press };
}

/** Replaces what is in a field, as somebody at a keyboard does. */
export async function type({ page, tabTo }: OpenPage, field: Locator, text: string): Promise<void> {
  await tabTo(field);
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type(text);
}
