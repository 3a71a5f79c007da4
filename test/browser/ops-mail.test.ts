import { randomUUID } from "node:crypto";
import pg from "pg";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { deriveKeys } from "../../src/keys.ts";
import { json } from "../support/answer.ts";
import { launchBrowser } from "../support/browser.ts";
import { newPerson } from "../support/client.ts";
import { insertMail, mailRow, suppress } from "../support/mail-state.ts";
import { act, chooseFirst, panelOf } from "../support/dead-letters.ts";
import { type } from "../support/ops-page.ts";
import { type OpsService, startOpsService } from "../support/ops-service.ts";

const SECRET_KEY = randomUUID() + randomUUID();
let browser: Browser;
let service: OpsService;
let pool: pg.Pool;
beforeAll(async () => {
  [browser, service] = await Promise.all([
    launchBrowser(),
    startOpsService("node", { SECRET_KEY }),
  ]);
  pool = new pg.Pool({ connectionString: service.databaseUrl, max: 2 });
});
afterAll(async () => {
  await browser.close();
  await pool.end();
  await service[Symbol.asyncDispose]();
});

describe("dead letters on the real service, by keyboard alone", () => {
  test("are sent again with a reason, and dropped with one", async ({ expect }) => {
    const { person, messageId } = await insertMail(pool);
    await using open = await service.open(browser);
    const { page } = open;
    const status = panelOf(open).getByRole("status");
    await chooseFirst(open);
    await act(open, "Send again", "the provider is back");
    await status.getByText("1 message will be sent again.").waitFor();
    expect(await status.evaluate((element) => element.matches(":focus"))).toBe(true);
    expect((await service.mock.mailTo(person.email)).text).toMatch(/^\d{4}$/m);
    await page.getByText("No dead letters").first().waitFor();

    const dropped = await insertMail(pool, { state: "undeliverable" });
    await page.reload();
    await chooseFirst(open);
    await act(open, "Drop", "nobody lives there");
    await status.getByText("1 message dropped.").waitFor();
    expect(await mailRow(pool, dropped.messageId)).toMatchObject({ state: "dropped" });
    const { events } = await json(service.ops.get("/ops/events"));
    expect(events).toMatchObject([
      { kind: "mail_dropped", reason: "nobody lives there" },
      { kind: "mail_redriven", subject: `1 message: ${messageId}` },
    ]);
    expect(open.complaints).toEqual([]);
  });

  test("that somebody else was faster with are told as such", async ({ expect }) => {
    const { messageId } = await insertMail(pool);
    await using open = await service.open(browser);
    // What nobody looks at reads nothing anew: the list stays as it is.
    await open.page.evaluate(`Object.defineProperty(document, "hidden", { value: true });
      document.dispatchEvent(new Event("visibilitychange"))`);
    await chooseFirst(open);
    const drop = { ids: [messageId], reason: "of no use" };
    await service.ops.post("/ops/mail/dead-letters/drop", drop);
    await act(open, "Send again", "the provider is back");
    await panelOf(open).getByText("Nothing is sent again. 1 was no dead letter any more").waitFor();
    expect(await mailRow(pool, messageId)).toMatchObject({ state: "dropped" });
    expect(open.complaints).toEqual([]);
  });
});

test("an address is looked up on the real service, and its suppression lifted, by keyboard alone", async ({
  expect,
}) => {
  const { person } = await insertMail(pool, { state: "suppressed" });
  const keys = deriveKeys(SECRET_KEY);
  await suppress({ pool, keys }, person.email);
  await using open = await service.open(browser);
  const panel = open.page.locator("#mail-lookup");
  const address = panel.getByLabel("Address");
  await address.focus();
  await type(open, address, "nobody");
  await open.page.keyboard.press("Enter");
  await panel.getByText("is not an e-mail address").waitFor();
  expect(await address.evaluate((input) => input.matches(":focus[aria-invalid]"))).toBe(true);

  await type(open, address, person.email);
  await open.page.keyboard.press("Enter");
  await panel.getByText("Not sent, the address is suppressed").waitFor();
  await open.tabTo(panel.getByRole("button", { name: "Lift the suppression" }));
  await open.page.keyboard.press("Enter");
  await type(open, open.page.getByRole("dialog").getByLabel("Reason"), "she wrote to us");
  await open.page.keyboard.press("Enter");
  await panel.getByText("The suppression is lifted. 1 message; it may be written to.").waitFor();
  expect((await pool.query("select from mail_suppressions")).rowCount).toBe(0);

  await type(open, address, newPerson().email);
  await open.page.keyboard.press("Enter");
  await panel.getByText("It got no mail lately, and may be written to.").waitFor();
  // The browser notes the one refusal, and nothing else.
  expect(open.complaints.filter((line) => !line.includes("422"))).toEqual([]);
});
