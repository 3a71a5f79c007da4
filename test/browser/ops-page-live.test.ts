import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { openEditor, openOpsPage, type } from "../support/ops-page.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe("what the page shows", () => {
  test("is read anew every 3 seconds, but not while the tab is hidden", async ({ expect }) => {
    const start = new Date("2026-01-31T10:00:00Z");
    await using open = await openOpsPage(
      browser,
      {},
      {
        page: (page) => page.clock.install({ time: start }),
      },
    );
    const { page, api } = open;
    await page.clock.pauseAt(new Date(start.getTime() + 60_000));
    const looks = (): number => api.requests.filter((line) => line === "GET /ops/traffic").length;
    const nextLook = () => page.waitForResponse("**/ops/traffic");
    const setHidden = (isHidden: boolean) =>
      page.evaluate(`Object.defineProperty(document, "hidden", { value: ${isHidden}, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));`);
    await page.getByText("updated 10:01:00").waitFor();
    const answered = nextLook();
    await page.clock.runFor(3000);
    await answered;
    await page.getByText("updated 10:01:03").waitFor();

    await setHidden(true);
    const before = looks();
    await page.clock.runFor(60_000);
    expect(looks()).toBe(before);
    await setHidden(false);
    await page.getByText("updated 10:02:03").waitFor();
  });

  test("says so when the API does not answer, and when it does again", async ({ expect }) => {
    await using open = await openOpsPage(browser, {}, { page: (page) => page.clock.install() });
    const { page, api } = open;
    const alert = page.getByRole("alert");
    expect(await alert.innerText()).toBe("");
    api.fault.status = 503;
    await page.clock.runFor(3000);
    await alert.getByText("No news from the service. A part is away. What you see is").waitFor();
    api.breaker.open = true;
    api.fault.status = null;
    await page.clock.runFor(3000);
    await page.getByText("Too many wrong codes over the whole service").waitFor();
    expect(await alert.innerText()).toBe("");
  });

  test("follows what others change, except what somebody is typing", async ({ expect }) => {
    await using open = await openOpsPage(browser, {}, { page: (page) => page.clock.install() });
    const { page, api } = open;
    const card = (name: string) => page.getByRole("article", { name, exact: true });
    const quota = (name: string) => card(name).getByLabel("Quota", { exact: true });
    for (const name of ["activate.ip", "send.hour"]) await card(name).locator("summary").click();
    await quota("activate.ip").fill("25/1m");
    for (const name of ["activate.ip", "send.hour"]) api.change(name, { quota: "7/1m" }, "a fair");
    for (const name of ["activate.ip", "send.hour"]) {
      const fact = card(name).getByText("Never more than 7 in any 1m");
      // Settings are read with every fifth look.
      while (!(await fact.isVisible())) await page.clock.runFor(3000);
    }
    expect(await quota("send.hour").inputValue()).toBe("7/1m");
    expect(await quota("activate.ip").inputValue()).toBe("25/1m");
  });

  test("is never older than the last change, though another instance has not heard of it", async ({
    expect,
  }) => {
    await using open = await openOpsPage(browser, {}, { page: (page) => page.clock.install() });
    const { page, api, complaints } = open;
    const { card, status, field, press } = await openEditor(open, "send.hour");
    api.keepsTellingOldLimits();
    for (const quota of ["6/1h", "7/1h"]) {
      await type(open, field("Quota"), quota);
      await type(open, field("Reason"), `try ${quota}`);
      await press("Apply");
      await status.getByText("Applied.").waitFor();
      // What was asked for after the change is answered with what was before.
      await page.getByText(`try ${quota}`).waitFor();
      expect(await card.locator(".quota").innerText()).toBe(`${quota[0]} in 1 hour`);
    }
    expect(complaints).toEqual([]);
  });

  test("asks again for a reason when the question before was only just called off", async ({
    expect,
  }) => {
    await using open = await openOpsPage(
      browser,
      {},
      { api: (api) => void api.change("send.hour", { quota: "9/1h" }, "a fair") },
    );
    const { page, api, complaints } = open;
    const undo = page.getByRole("button", { name: "Undo change 1 of send.hour" });
    // In one task, so that the dialog has no time to say that it was closed.
    const click = "document.querySelector('.change-list button').click();";
    await undo.waitFor();
    await page.evaluate(`${click} document.querySelector("dialog").close(); ${click}`);
    await page.keyboard.press("Enter");
    await page.getByText("send.hour is as it was before.").waitFor();
    expect(api.changes).toHaveLength(2);
    expect(complaints).toEqual([]);
  });
});
