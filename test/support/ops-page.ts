import { Hono } from "hono";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { opsPageRoutes } from "../../src/features/ops-page/routes.ts";
import { serveOnNode } from "../../src/serve-node.ts";
import { type OpsApi, createOpsApi } from "./ops-api.ts";

export type OpenPage = {
  api: OpsApi;
  page: Page;
  /** Everything the browser complained about: scripts, styles, the content security policy, answers that are errors. */
  complaints: string[];
  /** Takes the keyboard to an element, by Tab alone. Throws when Tab never gets there. */
  tabTo(target: Locator): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

const TABS_MAX = 120;
const STEP_TIMEOUT_MS = 10_000;

type Preparation = { api?: (api: OpsApi) => void; page?: (page: Page) => Promise<void> };

/** The operators' page in a browser of its own, on an API in memory, once it shows what the API says. */
export async function openOpsPage(
  browser: Browser,
  options: BrowserContextOptions = {},
  prepare: Preparation = {},
): Promise<OpenPage> {
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
  const context = await browser.newContext({ timezoneId: "UTC", ...options });
  const page = await context.newPage();
  // Shorter than a test may take, so that its failure names the step.
  page.setDefaultTimeout(STEP_TIMEOUT_MS);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await prepare.page?.(page);
  await page.goto(`http://127.0.0.1:${server.port}/ops`);
  await page.getByText("Live, updated").waitFor();

  const isFocused = (target: Locator): Promise<boolean> =>
    target.evaluate((element) => element.matches(":focus"));
  return {
    api,
    page,
    complaints,
    async tabTo(target) {
      for (let tabs = 0; tabs < TABS_MAX; tabs++) {
        if (await isFocused(target)) return;
        await page.keyboard.press("Tab");
      }
      throw new Error(`Tab does not reach ${target}`);
    },
    async [Symbol.asyncDispose]() {
      await context.close();
      await server.stop();
    },
  };
}
