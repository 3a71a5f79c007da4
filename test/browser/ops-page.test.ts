import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { type OpenPage, openOpsPage } from "../support/ops-page.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** The card of one limit, its editor opened by keyboard. */
async function openEditor({ page, tabTo }: OpenPage, name: string) {
  const card = page.getByRole("article", { name, exact: true });
  await tabTo(card.locator("summary"));
  await page.keyboard.press("Enter");
  const field = (label: string) => card.getByLabel(label, { exact: true });
  return { card, status: card.getByRole("status"), field };
}

/** Replaces what is in a field, as somebody at a keyboard does. */
async function type(
  { page, tabTo }: OpenPage,
  field: ReturnType<OpenPage["page"]["locator"]>,
  text: string,
) {
  await tabTo(field);
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type(text);
}

describe("a limit's editor, by keyboard alone", () => {
  test("tries a quota and tells what it would have done; nothing is changed", async ({
    expect,
  }) => {
    await using open = await openOpsPage(browser);
    const { card, status, field } = await openEditor(open, "activate.ip");
    await type(open, field("Quota"), "20/1m");
    await open.page.keyboard.press("Enter");
    await status.getByText("12 more requests would have been refused").waitFor();
    expect(await card.getByRole("row", { name: "Mails saved" }).innerText()).toMatch(
      /12\s+17\s+\+5/,
    );
    expect(open.api.changes).toEqual([]);
    expect(open.complaints).toEqual([]);
  });

  test("applies quota, mode, candidate and allow list with a reason, on the version it showed", async ({
    expect,
  }) => {
    await using open = await openOpsPage(browser);
    const { card, status, field } = await openEditor(open, "activate.ip");
    await open.tabTo(field("Enforce"));
    await open.page.keyboard.press("ArrowRight");
    await type(open, field("Quota"), "25/1m");
    await type(open, card.getByLabel("Candidate quota"), "20/1m");
    await type(open, card.getByLabel("Allow list"), "10.0.0.0/8\n192.0.2.7");
    await type(open, field("Reason"), "a school shares one address");
    await open.tabTo(card.getByRole("button", { name: "Apply" }));
    await open.page.keyboard.press("Enter");
    await status.getByText("Applied.").waitFor();
    expect(open.api.changes).toMatchObject([
      {
        limit: "activate.ip",
        reason: "a school shares one address",
        settings: {
          quota: "25/1m",
          mode: "shadow",
          when_redis_is_away: "deny",
          candidate: "20/1m",
          allow: ["10.0.0.0/8", "192.0.2.7"],
        },
      },
    ]);
    await open.page.getByRole("button", { name: "Undo change 1 of activate.ip" }).waitFor();
    expect(await card.locator(".mode").innerText()).toBe("Shadow");
    expect(await field("Reason").inputValue()).toBe("");
    expect(open.complaints).toEqual([]);
  });

  test("goes back to the default, with a reason", async ({ expect }) => {
    await using open = await openOpsPage(
      browser,
      {},
      { api: (api) => void api.change("activate.ip", { quota: "90/1m" }, "a test of load") },
    );
    const { card, status, field } = await openEditor(open, "activate.ip");
    await type(open, field("Reason"), "the test is over");
    await open.tabTo(card.getByRole("button", { name: "Back to default" }));
    await open.page.keyboard.press("Enter");
    await status.getByText("It is back to its default.").waitFor();
    expect(open.api.changes[0]).toMatchObject({ settings: null, reason: "the test is over" });
    expect(await field("Quota").inputValue()).toBe("30/1m");
  });

  test("shows what somebody else set meanwhile, keeps what was typed, and applies it on the next press", async ({
    expect,
  }) => {
    await using open = await openOpsPage(browser);
    const { card, status, field } = await openEditor(open, "activate.ip");
    await type(open, field("Quota"), "25/1m");
    await type(open, field("Reason"), "tighter");
    open.api.change("activate.ip", { quota: "35/1m" }, "for the office");
    await open.tabTo(card.getByRole("button", { name: "Apply" }));
    await open.page.keyboard.press("Enter");
    await status.getByText("Somebody changed it meanwhile").waitFor();
    await card.getByText("grace changed it: “for the office”").waitFor();
    expect(await card.getByRole("row", { name: "quota" }).innerText()).toMatch(/35\/1m\s+25\/1m/);
    expect(await field("Quota").inputValue()).toBe("25/1m");
    expect(open.api.limits[0]?.settings.quota).toBe("35/1m");
    await open.page.keyboard.press("Enter");
    await status.getByText("Applied.").waitFor();
    expect(open.api.limits[0]?.settings.quota).toBe("25/1m");
  });

  test("or takes theirs", async ({ expect }) => {
    await using open = await openOpsPage(browser);
    const { card, field } = await openEditor(open, "activate.ip");
    await type(open, field("Quota"), "25/1m");
    await type(open, field("Reason"), "tighter");
    open.api.change("activate.ip", { quota: "35/1m" }, "for the office");
    await open.tabTo(card.getByRole("button", { name: "Apply" }));
    await open.page.keyboard.press("Enter");
    await open.tabTo(card.getByRole("button", { name: "Take theirs" }));
    await open.page.keyboard.press("Enter");
    await card.getByText("These are the settings in force.").waitFor();
    expect(await field("Quota").inputValue()).toBe("35/1m");
    expect(open.api.changes).toHaveLength(1);
  });

  test("tells errors at their fields, and takes the keyboard to the first", async ({ expect }) => {
    await using open = await openOpsPage(browser);
    const { card, status, field } = await openEditor(open, "activate.ip");
    const apply = card.getByRole("button", { name: "Apply" });
    await open.tabTo(apply);
    await open.page.keyboard.press("Enter");
    await status.getByText("a reason is missing").waitFor();
    expect(await field("Reason").evaluate((input) => input.matches(":focus"))).toBe(true);
    expect(open.api.requests.filter((line) => line.startsWith("PUT"))).toEqual([]);

    await type(open, field("Reason"), "a typo");
    await type(open, field("Quota"), "often");
    await type(open, card.getByLabel("Allow list"), "10.0.0.0/8\nthe office");
    await open.tabTo(apply);
    await open.page.keyboard.press("Enter");
    await status.getByText("see the fields").waitFor();
    expect(await field("Quota").getAttribute("aria-invalid")).toBe("true");
    expect(await field("Quota").evaluate((input) => input.matches(":focus"))).toBe(true);
    await card.getByText("is not a quota").waitFor();
    await card.getByText("Line 2: is not a network").waitFor();
    expect(open.api.changes).toEqual([]);
  });
});

describe("the history, by keyboard alone", () => {
  test("undoes a change with a reason, back to what was before", async ({ expect }) => {
    await using open = await openOpsPage(
      browser,
      {},
      {
        api: (api) => {
          api.change("send.hour", { quota: "9/1h" }, "a fair");
          api.change("send.hour", { quota: "7/1h" }, "a smaller fair");
        },
      },
    );
    const undo = async (name: string) => {
      await open.tabTo(open.page.getByRole("button", { name }));
      await open.page.keyboard.press("Enter");
      const reason = open.page.getByRole("dialog").getByLabel("Reason");
      expect(await reason.evaluate((input) => input.matches(":focus"))).toBe(true);
    };
    const quota = () => open.api.limits.find(({ name }) => name === "send.hour")?.settings.quota;

    await undo("Undo change 2 of send.hour");
    await open.page.keyboard.press("Escape");
    expect(quota()).toBe("7/1h");

    await undo("Undo change 2 of send.hour");
    await open.page.keyboard.press("Enter");
    await open.page.getByText("send.hour is as it was before.").waitFor();
    expect(quota()).toBe("9/1h");
    expect(open.api.changes[0]?.reason).toBe("Undo of change 2: a smaller fair");

    await undo("Undo change 1 of send.hour");
    await open.page.keyboard.press("Enter");
    await open.page.getByText("back to default").waitFor();
    expect(quota()).toBe("5/1h");
    expect(open.api.changes[0]).toMatchObject({ settings: null });
    expect(open.complaints).toEqual([]);
  });
});
