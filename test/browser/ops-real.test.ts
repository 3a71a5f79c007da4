import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { activate, getMe, newPerson, postJson, register, wrongCode } from "../support/client.ts";
import { codeIn } from "../support/email-api.ts";
import { openEditor, type } from "../support/ops-page.ts";
import { type OpsService, startOpsService } from "../support/ops-service.ts";
import { randomAddress } from "../support/random-address.ts";

let browser: Browser;
let service: OpsService;
beforeAll(async () => {
  [browser, service] = await Promise.all([launchBrowser(), startOpsService("node")]);
});
afterAll(async () => {
  await browser.close();
  await service[Symbol.asyncDispose]();
});

/** The statuses that a stranger gets who asks for an account, from one address, n times. */
async function signIns(n: number): Promise<number[]> {
  const from = randomAddress();
  const stranger = newPerson();
  const client = {
    request: (path: string, init?: RequestInit) => service.request(path, { ...init, from }),
  };
  const statuses = [];
  for (let i = 0; i < n; i++) statuses.push((await getMe(client, stranger)).status);
  return statuses;
}

describe("the page on the real service", () => {
  test("shows what the service is and does; a dry run replays what was recorded", async ({
    expect,
  }) => {
    const from = randomAddress();
    const statuses = [];
    for (let i = 0; i < 22; i++)
      statuses.push((await service.request("/users", { ...postJson(newPerson()), from })).status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
    const person = newPerson();
    await register(service, person);
    const code = codeIn(await service.mock.mailTo(person.email));
    await expect
      .poll(async () => (await activate(service, person, wrongCode(code))).status)
      .toBe(400);

    await using open = await service.open(browser);
    const { page } = open;
    const card = page.getByRole("article", { name: "register.ip", exact: true });
    await card.getByRole("img", { name: /: 21 allowed, 2 refused\./ }).waitFor();
    await page.getByRole("link", { name: "register.ip" }).waitFor();
    await card.getByText("Never more than 20 in any 1h").waitFor();
    await page
      .getByRole("article", { name: "Guess bound" })
      .getByText("1 in 1,000")
      .first()
      .waitFor();
    const breaker = page.getByRole("article", { name: "Breaker" });
    expect(await breaker.innerText()).toMatch(/Closed[^]*\b[1-9]\d*, bound 100/);
    const routed = page.getByRole("article", { name: "otp-send.ip", exact: true });
    expect(await routed.locator(".routes li").allTextContents()).toEqual(["POST /otp/send"]);

    await open.tabTo(card.locator("summary"));
    const { card: edited, status, field } = await openEditor(open, "register.ip");
    await type(open, field("Quota"), "10/1h");
    await page.keyboard.press("Enter");
    await status.getByText("10 more requests would have been refused, 12 in all.").waitFor();
    const row = edited.getByRole("row", { name: "Requests over register.ip" });
    expect(await row.innerText()).toMatch(/2\s+12\s+\+10/);
    expect(await service.settingsOf("register.ip")).toMatchObject({ quota: "20/1h" });
    expect(open.complaints).toEqual([]);
  });

  test("changes what the next request gets, and back to the default", async ({ expect }) => {
    await using open = await service.open(browser);
    const { page } = open;
    const { card, status, field, press } = await openEditor(open, "sign-in.ip");
    expect(await signIns(2)).toEqual([401, 401]);
    await type(open, field("Quota"), "1/1m");
    await type(open, card.getByLabel("Candidate quota"), "20/1m");
    await type(open, card.getByLabel("Allow list"), "10.0.0.0/8\n192.0.2.7");
    await type(open, field("Reason"), "a spray");
    await press("Apply");
    await status.getByText("Applied.").waitFor();
    expect(await signIns(2)).toEqual([401, 429]);
    expect(await service.settingsOf("sign-in.ip")).toEqual({
      quota: "1/1m",
      mode: "enforce",
      when_redis_is_away: "deny",
      allow: ["10.0.0.0/8", "192.0.2.7"],
      candidate: "20/1m",
    });
    await page.getByText("a spray").waitFor();

    await type(open, field("Reason"), "it is over");
    await press("Back to default");
    await status.getByText("It is back to its default.").waitFor();
    expect(await signIns(2)).toEqual([401, 401]);
    expect(await field("Quota").inputValue()).toBe("120/1m");
    expect(open.complaints).toEqual([]);
  });

  test("lets pass in shadow mode, and its graph shows what would have been refused", async ({
    expect,
  }) => {
    await service.change("sign-in.address", { quota: "1/1m" });
    expect(await signIns(2)).toEqual([401, 429]);
    await using open = await service.open(browser);
    const { card, status, field, press } = await openEditor(open, "sign-in.address");
    await open.tabTo(field("Enforce"));
    await open.page.keyboard.press("ArrowRight");
    await type(open, field("Reason"), "look first");
    await press("Apply");
    await status.getByText("Applied.").waitFor();
    expect(await signIns(3)).toEqual([401, 401, 401]);
    expect(await card.locator(".mode").innerText()).toBe("Shadow");
    await card.getByRole("img", { name: /2 would refuse, 1 refused/ }).waitFor();
    expect(open.complaints).toEqual([]);
  });

  test("undoes changes one after the other, each on top of the last", async ({ expect }) => {
    await service.change("resend.ip", { quota: "9/1h", reason: "a fair" });
    await service.change("resend.ip", { quota: "7/1h", reason: "a smaller fair" });
    await using open = await service.open(browser);
    const { page, tabTo } = open;
    const undo = async (reason: string): Promise<void> => {
      const item = page.getByRole("listitem").filter({ hasText: reason }).last();
      await tabTo(item.getByRole("button", { name: /Undo change \d+ of resend.ip/ }));
      await page.keyboard.press("Enter");
      await tabTo(page.getByRole("dialog").getByLabel("Reason"));
    };
    await undo("a smaller fair");
    await page.keyboard.press("Escape");
    expect(await service.settingsOf("resend.ip")).toMatchObject({ quota: "7/1h" });
    await undo("a smaller fair");
    await page.keyboard.press("Enter");
    await page.getByText("resend.ip is as it was before.").waitFor();
    expect(await service.settingsOf("resend.ip")).toMatchObject({ quota: "9/1h" });

    await page.getByText("Undo of change").waitFor();
    await undo("a fair");
    await page.getByRole("dialog").getByText("That takes back 2 later changes too.").waitFor();
    await page.keyboard.press("Enter");
    const back = page.getByRole("listitem").filter({ hasText: /resend\.ip[^]*back to default/ });
    await back.waitFor();
    expect(await service.settingsOf("resend.ip")).toMatchObject({ quota: "20/1h" });
    expect(open.complaints).toEqual([]);
  });
});
