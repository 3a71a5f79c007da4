import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { MAIL_KINDS } from "../../src/postgres/mail-kinds.ts";
import { launchBrowser } from "../support/browser.ts";
import { act, chooseFirst, panelOf } from "../support/dead-letters.ts";
import { PROVIDERS } from "../support/ops-mail-api.ts";
import { openOpsPage } from "../support/ops-page.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe("mail on the page", () => {
  test("says in words which providers take mail and why others do not", async ({ expect }) => {
    const problem = "<img src=x onerror=\"document.title='owned'\">";
    await using open = await openOpsPage(
      browser,
      {},
      {
        api: ({ mail: { mail } }) => {
          mail.providers = PROVIDERS.map((one) => Object.assign({}, one, { problem }));
          mail.queue.length = 1200;
          mail.queue.oldest_seconds = 340;
        },
      },
    );
    const { page, complaints } = open;
    const items = await page.locator(".providers li").allInnerTexts();
    expect(items[0]).toContain("Fails, asked again in 12 s");
    expect(items[0]).toContain(problem);
    expect(items[1]).toContain("Wants a pause");
    expect(items[2]).toContain("Takes mail");
    const tile = page.locator("#post");
    expect(await tile.innerText()).toContain("1,200 wait");
    expect(await tile.innerText()).toContain("The oldest has waited for 6 min.");
    expect(await tile.innerText()).toContain(
      "resend and postmark do not take mail; the others do.",
    );
    expect(await tile.getAttribute("data-kind")).toBe("bad");
    expect(await page.title()).toBe("Operations · Latchkey");
    expect(complaints).toEqual([]);
  });

  test("says of every kind of mail how much waits, and what it is when it is dead", async ({
    expect,
  }) => {
    await using open = await openOpsPage(
      browser,
      {},
      {
        api: ({ mail: { mail, addLetters } }) => {
          for (const kind of MAIL_KINDS) mail.queue.by_kind[kind] = 2;
          mail.queue.length = 2 * MAIL_KINDS.length;
          for (const kind of MAIL_KINDS) addLetters(1, { kind });
        },
      },
    );
    const { page } = open;
    expect(await page.locator(".queue").first().innerText()).toContain(
      "6 codes, 2 links to a new password and 10 notices wait",
    );
    const letters = await page.locator(".letters").first().innerText();
    expect(letters).toContain("Link to a new password to ");
    // A name as the interface has it means that the page has no word for it.
    expect(letters).not.toMatch(/[a-z]_[a-z]/);
    expect(open.complaints).toEqual([]);
  });

  test("keeps what is chosen while others send some again, and sends all on demand", async ({
    expect,
  }) => {
    await using open = await openOpsPage(
      browser,
      {},
      { api: ({ mail }) => mail.addLetters(250), page: (page) => page.clock.install() },
    );
    const { page, api } = open;
    const panel = panelOf(open);
    const boxes = panel.locator(".letters input");
    expect(await boxes.count()).toBe(20);
    await panel.getByRole("button", { name: "Show more" }).click();
    await panel.getByText("The newest 200 are shown.").waitFor();
    expect(await boxes.count()).toBe(200);

    await boxes.nth(2).check();
    const chosen = await boxes.nth(2).inputValue();
    api.mail.letters.splice(0, 2);
    const heading = panel.getByText("248 dead letters");
    while (!(await heading.isVisible())) await page.clock.runFor(3000);
    expect(await boxes.first().isChecked()).toBe(true);
    expect(await boxes.first().inputValue()).toBe(chosen);

    await panel.getByLabel("All 248").check();
    expect(await boxes.first().isDisabled()).toBe(true);
    await panel.getByRole("button", { name: "Send again" }).click();
    await page.getByRole("dialog").getByText("Send 248 dead letters again?").waitFor();
    await page.getByLabel("Reason").last().fill("the provider is back");
    await page.keyboard.press("Enter");
    await panel.getByText("248 messages will be sent again.").waitFor();
    expect(api.mail.changes).toEqual([
      ["redrive", { all_since: "1970-01-01T00:00:00Z", reason: "the provider is back" }],
    ]);
    expect(open.complaints).toEqual([]);
  });

  test("does nothing when it is called off, and says so when the service does not answer", async ({
    expect,
  }) => {
    await using open = await openOpsPage(browser, {}, { api: ({ mail }) => mail.addLetters(1) });
    const { page, api } = open;
    await chooseFirst(open);
    await open.tabTo(panelOf(open).getByRole("button", { name: "Drop" }));
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    expect(api.mail.changes).toEqual([]);
    api.fault.status = 503;
    await act(open, "Drop", "of no use");
    await panelOf(open).getByText("A part is away. The list shows what is left.").waitFor();
    expect(api.mail.letters).toHaveLength(1);
  });
});
