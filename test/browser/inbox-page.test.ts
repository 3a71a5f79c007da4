import { randomUUID } from "node:crypto";
import axe from "axe-core";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { openInboxPage } from "../support/inbox-page.ts";
import { json } from "../support/answer.ts";
import { newMail, send } from "../support/mail-mock.ts";
import { type MailMock, startMailMock } from "../support/processes.ts";

let browser: Browser;
let mock: MailMock;
beforeAll(async () => {
  browser = await launchBrowser();
  // Nobody takes its reports: they stand at the mails.
  mock = await startMailMock("node", {
    WEBHOOK_URL: "http://127.0.0.1:1/webhooks/email/http",
    WEBHOOK_SECRET: Buffer.from(randomUUID()).toString("base64"),
  });
});
afterAll(async () => {
  await mock[Symbol.asyncDispose]();
  await browser.close();
});
afterEach(async () => {
  await mock.setFaults(null);
  await fetch(`${mock.url}/inbox`, { method: "DELETE" });
});

const rulesInForce = async (): Promise<unknown> => (await json(fetch(`${mock.url}/faults`))).rules;

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const AXE = `axe.run(document, { iframes: false, runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html)))`;

describe("the switches", () => {
  test("do what they say by keyboard alone, and a banner says what is on", async ({ expect }) => {
    await using open = await openInboxPage(browser, mock.url);
    const { page, complaints } = open;
    const { keyboard } = page;
    const banner = page.locator("#banner");
    expect(await banner.isVisible()).toBe(false);
    await page.getByLabel("Only to").focus();
    // Clear, then Faults.
    for (const key of ["Tab", "Tab", "Enter", "Tab", "Enter"]) await keyboard.press(key);
    await banner.getByText("Error 500: 50 % of requests").waitFor();
    expect(await page.title()).toBe("Faults are on · Inbox");
    expect(await rulesInForce()).toEqual([{ error: { rate: 0.5, status: 500 } }]);

    const group = page.getByRole("group", { name: "Error" });
    await group.getByLabel("Percent of requests").focus();
    for (const text of ["25", "429", "7"]) {
      await keyboard.press("ControlOrMeta+A");
      await keyboard.type(text);
      await keyboard.press("Tab");
    }
    await page.getByLabel("Only addresses with").fill("@example.com");
    await keyboard.press("Enter");
    await banner
      .getByText("Error 429, Retry-After 7: 25 % of requests, to addresses with @example.com")
      .waitFor();
    expect(await rulesInForce()).toEqual([
      { error: { rate: 0.25, status: 429, retry_after: 7 }, to: "@example.com" },
    ]);

    await banner.getByRole("button", { name: "Switch off" }).focus();
    await keyboard.press("Enter");
    await banner.waitFor({ state: "hidden" });
    expect(await rulesInForce()).toEqual([]);
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Faults");
    expect(await page.title()).toBe("Inbox");
    expect(complaints).toEqual([]);
  });

  test.for([
    ["Provider down", [{ error: { rate: 1, status: 503 } }]],
    ["Accept, then drop the reply", [{ drop_reply: { rate: 1 } }]],
    ["All well", []],
  ] as const)("have a preset: %s", async ([name, rules], { expect }) => {
    await mock.setFaults({ hang: { rate: 0.1 } });
    await using open = await openInboxPage(browser, mock.url);
    await open.page.locator("#banner").getByText("Hang: 10 % of requests").waitFor();
    await open.page.locator("#faults summary").click();
    await open.page.getByRole("button", { name }).click();
    await open.page.getByText(`${name}.`, { exact: true }).waitFor();
    expect(await rulesInForce()).toEqual(rules);
  });

  test("that are refused say why, and leave what was on", async ({ expect }) => {
    await mock.setFaults({ error: { rate: 0.9 } });
    await using open = await openInboxPage(browser, mock.url);
    const { page } = open;
    await page.locator("#faults summary").click();
    await page.getByRole("group", { name: "Hang" }).getByRole("checkbox").check();
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByRole("alert").getByText("more than 1 together").waitFor();
    expect(await rulesInForce()).toMatchObject([{ error: { rate: 0.9 } }]);
  });

  test("show on every open page what somebody else switched on", async ({ expect }) => {
    await using open = await openInboxPage(browser, mock.url);
    await mock.setFaults({
      rules: [{ to: "@a.example", hang: { rate: 1 } }, { stall: { rate: 1 } }],
    });
    const banner = open.page.locator("#banner");
    await banner.getByText("Hang: 100 % of requests, to addresses with @a.example").waitFor();
    expect(await banner.getByText("Stall for good: 100 % of requests").isVisible()).toBe(true);
    await open.page.locator("#faults summary").click();
    expect(await open.page.getByText("Several rules are on").isVisible()).toBe(true);
  });
});

test.for([
  ["light", 900],
  ["dark", 320],
] as const)(
  "in %s colours, %i pixels wide, with all open, axe finds nothing and nothing scrolls sideways",
  async ([colorScheme, width], { expect }) => {
    await mock.setFaults({ error: { rate: 0.5 }, delay: { rate: 1, ms: 5 }, to: "x".repeat(60) });
    const long = `${"long-local-part-".repeat(4).slice(0, 57)}+bounce@${"sub.".repeat(20)}example.com`;
    await send(mock.url, newMail({ text: "no code" }));
    await send(mock.url, newMail({ to: long, text: "042013370420" }));
    const viewport = { width, height: 800 };
    await using open = await openInboxPage(browser, mock.url, {
      colorScheme,
      viewport,
      bypassCSP: true,
    });
    const { page } = open;
    await page.addScriptTag({ content: axe.source });
    expect(await page.evaluate(AXE)).toEqual([]);
    await page.locator("#faults summary").click();
    await page.locator("#mails summary").first().click();
    await page.getByRole("button", { name: "HTML" }).first().click();
    await page.frameLocator("iframe").getByText("0420").waitFor();
    await page.getByRole("group", { name: "Hang" }).getByRole("checkbox").check();
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByRole("alert").getByText("more than 1").waitFor();
    expect(await page.evaluate(AXE)).toEqual([]);
    expect(
      await page.evaluate("document.documentElement.scrollWidth - innerWidth"),
    ).toBeLessThanOrEqual(0);
    // The control: axe does find a field without a label.
    await page.evaluate("document.querySelector('label[for=filter]').remove()");
    await page.evaluate("document.querySelector('#filter').removeAttribute('placeholder')");
    expect(await page.evaluate(AXE)).not.toEqual([]);
  },
);
