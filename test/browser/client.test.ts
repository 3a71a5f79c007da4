import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { type Journey, journeyOf, type useClient } from "../support/client-journey.ts";
import { startClientService } from "../support/client-service.ts";
import { serve } from "../support/web-server.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const IMPORTS = {
  jose: "/node_modules/jose/dist/webapi/index.js",
  "openapi-fetch": "/node_modules/openapi-fetch/dist/index.mjs",
};
const PAGE = `<!doctype html><link rel="icon" href="data:,"><title>shop</title>
  <script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>
  <script type="module">window.journey = await import("/test/support/client-journey.ts");</script>`;
const SERVED =
  /^\/(openapi\/client|test\/support|node_modules\/(jose|openapi-fetch)\/dist)\/[\w./-]+$/;

/** A shop's page, with the client's files stripped of their types and nothing else done to them. */
const serveShop = (): ReturnType<typeof serve> =>
  serve(({ url = "" }, response) => {
    if (url === "/") return response.writeHead(200, { "content-type": "text/html" }).end(PAGE);
    if (!SERVED.test(url) || url.includes("..")) return response.writeHead(404).end();
    const text = readFileSync(ROOT + url.slice(1), "utf8");
    const script = url.endsWith(".ts") ? stripTypeScriptTypes(text) : text;
    return response.writeHead(200, { "content-type": "text/javascript" }).end(script);
  });

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

type ShopWindow = {
  journey: { useClient: typeof useClient };
  readCode(email: string): Promise<string>;
};

test("in a real browser the client waits at a real limit, and verifies both forms of a proof", async ({
  expect,
}) => {
  using shop = await serveShop();
  await using service = await startClientService({ CORS_ORIGINS: shop.origin });
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.exposeFunction("readCode", service.readCode);
  await page.goto(shop.origin);
  await page.waitForFunction("window.journey");
  const journey = service.newJourney();
  const { patient, hurried, ...seen } = await page.evaluate(async (given: Journey) => {
    const { journey: copied, readCode } = globalThis as unknown as ShopWindow;
    return copied.useClient(given, readCode);
  }, journey);
  expect(patient).toEqual(journey.emails.map(() => 202));
  // Without waiting the same is refused (control).
  expect(hurried).toContain(429);
  expect(seen).toEqual(journeyOf(journey.emails[0] ?? ""));
  expect(complaints).toEqual([]);
});
