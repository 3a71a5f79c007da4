import pg from "pg";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import { json } from "../support/answer.ts";
import { launchBrowser } from "../support/browser.ts";
import { act, chooseFirst, panelOf } from "../support/dead-letters.ts";
import { eventRow, insertEvent } from "../support/event-state.ts";
import { type OpsService, startOpsService } from "../support/ops-service.ts";
import { type Receiver, openReceiver } from "../support/webhook-receiver.ts";
import { newWebhookSecret } from "../support/webhooks.ts";

/** The page reads anew every 15 seconds how the endpoint stands. */
const TIMEOUT = { timeout: 90_000 };
let browser: Browser;
let receiver: Receiver;
let service: OpsService;
let pool: pg.Pool;
beforeAll(async () => {
  receiver = await openReceiver(204);
  [browser, service] = await Promise.all([
    launchBrowser(),
    startOpsService("node", {
      WEBHOOK_URL: receiver.url,
      WEBHOOK_SECRETS: newWebhookSecret(),
    }),
  ]);
  pool = new pg.Pool({ connectionString: service.databaseUrl, max: 2 });
});
afterAll(async () => {
  await browser.close();
  await pool.end();
  await service[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

test(
  "dead events on the real service are sent again with a reason, and dropped with one, by keyboard alone",
  TIMEOUT,
  async ({ expect }) => {
    const id = await insertEvent(pool, { type: "user.activated" });
    await using open = await service.open(browser);
    const { page } = open;
    const panel = panelOf(open, "#dead-events");
    const endpoint = page.locator("#endpoint");
    expect(await panel.innerText()).toMatch(/user\.activated of [^]*27 attempts · answered 503/);
    expect(await endpoint.innerText()).toContain("It took none since this instance started");
    await chooseFirst(open, "#dead-events");
    await act(open, "Send again", "the product is back", "#dead-events");
    const status = panel.getByRole("status");
    await status.getByText("1 event will be sent again.").waitFor();
    expect(await status.evaluate((element) => element.matches(":focus"))).toBe(true);
    expect((await receiver.nth(1)).headers["webhook-id"]).toBe(id);
    await panel.getByText("No dead events").waitFor();
    await endpoint.getByText("It last took one at").waitFor({ timeout: 40_000 });

    const dropped = await insertEvent(pool);
    await page.reload();
    await chooseFirst(open, "#dead-events");
    await act(open, "Drop", "of no use", "#dead-events");
    await status.getByText("1 event dropped.").waitFor();
    expect(await eventRow(pool, dropped)).toMatchObject({ state: "dropped" });
    const { events } = await json(service.ops.get("/ops/events"));
    expect(events).toMatchObject([
      { kind: "webhooks_dropped", reason: "of no use" },
      { kind: "webhooks_redriven", subject: `1 event: ${id}` },
    ]);
    expect(open.complaints).toEqual([]);
  },
);
