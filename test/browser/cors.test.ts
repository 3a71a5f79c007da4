import { randomUUID } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { newPerson } from "../support/client.ts";
import { createDatabase } from "../support/database.ts";
import { type RunningProcess, startServiceProcess } from "../support/processes.ts";
import { serve } from "../support/web-server.ts";

/** An empty page that wants to embed nothing without consent, on an origin of its own. */
const servePage = (): ReturnType<typeof serve> =>
  serve((_, response) =>
    response
      .writeHead(200, {
        "content-type": "text/html",
        "cross-origin-embedder-policy": "require-corp",
        "cross-origin-opener-policy": "same-origin",
      })
      .end('<!doctype html><link rel="icon" href="data:,"><title>shop</title>'),
  );

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

type Call = { path: string; method: string; headers: Record<string, string>; body?: string };
type Seen = { status: number; json: unknown; limits: string | null; challenge: string | null };

/** What the script of a page on an origin sees of its calls; null for one that the browser withholds. */
async function callFrom(
  origin: string,
  service: RunningProcess,
  calls: Call[],
): Promise<(Seen | null)[]> {
  const page = await browser.newPage();
  await page.goto(origin);
  const seen = await page.evaluate(
    ([url, all]) =>
      Promise.all(
        all.map(async ({ path, ...init }) => {
          try {
            const response = await fetch(url + path, init);
            return {
              status: response.status,
              json: await response.json(),
              limits: response.headers.get("ratelimit"),
              challenge: response.headers.get("www-authenticate"),
            };
          } catch {
            return null;
          }
        }),
      ),
    [service.url, calls] as const,
  );
  await page.close();
  return seen;
}

test("in a real browser a listed origin's page uses the API, and another's sees nothing of it", async ({
  expect,
}) => {
  using shop = await servePage();
  using stranger = await servePage();
  await using service = await startServiceProcess("node", {
    DATABASE_URL: await createDatabase(),
    EMAIL_API_URL: "http://127.0.0.1:9",
    CORS_ORIGINS: shop.origin,
    OPS_PASSWORD: "operators-of-this-test",
  });
  const calls = (): Call[] => [
    {
      path: "/users",
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": randomUUID() },
      body: JSON.stringify(newPerson()),
    },
    { path: "/users/me", method: "GET", headers: { Authorization: "Bearer x" } },
    { path: "/health/live", method: "GET", headers: {} },
    { path: "/ops/limits", method: "GET", headers: {} },
  ];
  const [registered, refused, live, ops] = await callFrom(shop.origin, service, calls());
  expect(registered).toMatchObject({
    status: 202,
    json: { status: "pending" },
    limits: expect.stringContaining('"register.ip";r='),
  });
  expect(refused).toMatchObject({ status: 401, challenge: expect.stringContaining("realm=") });
  expect(live).toMatchObject({ status: 200 });
  expect(ops).toBeNull();
  expect(await callFrom(stranger.origin, service, calls())).toEqual([null, null, null, null]);
});
