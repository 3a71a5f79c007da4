import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { newPerson, register } from "../support/client.ts";
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

describe("a limit's editor on the real service, by keyboard alone", () => {
  test("shows what somebody else set meanwhile, to take it or to apply what was typed", async ({
    expect,
  }) => {
    await using open = await service.open(browser);
    const { card, status, field, press } = await openEditor(open, "activate.ip");
    await type(open, field("Quota"), "25/1m");
    await type(open, field("Reason"), "tighter");
    await service.change("activate.ip", { quota: "35/1m", reason: "for the office" });
    await press("Apply");
    await status.getByText("Somebody changed it meanwhile").waitFor();
    await card.getByText("ops changed it: “for the office”").waitFor();
    expect(await card.getByRole("row", { name: "quota" }).innerText()).toMatch(/35\/1m\s+25\/1m/);
    expect(await field("Quota").inputValue()).toBe("25/1m");
    await press("Take theirs");
    await status.getByText("These are the settings in force.").waitFor();
    expect(await field("Quota").inputValue()).toBe("35/1m");

    await type(open, field("Quota"), "25/1m");
    await service.change("activate.ip", { quota: "40/1m", reason: "for two offices" });
    await press("Apply");
    await card.getByText("“for two offices”").waitFor();
    expect(await service.settingsOf("activate.ip")).toMatchObject({ quota: "40/1m" });
    await press("Apply");
    await status.getByText("Applied.").waitFor();
    expect(await service.settingsOf("activate.ip")).toMatchObject({ quota: "25/1m" });
    // The browser notes both refusals, and nothing else.
    expect(open.complaints.filter((line) => !line.includes("412"))).toEqual([]);
    expect(open.complaints).toHaveLength(2);
  });

  test("tells errors at their fields, and takes the keyboard to the first", async ({ expect }) => {
    await using open = await service.open(browser);
    const { card, status, field, press } = await openEditor(open, "resend.ip");
    const isFocused = (label: string): Promise<boolean> =>
      field(label).evaluate((input) => input.matches(":focus"));
    await press("Apply");
    await status.getByText("a reason is missing").waitFor();
    expect(await isFocused("Reason")).toBe(true);
    expect(open.complaints).toEqual([]);

    await type(open, field("Reason"), "a typo");
    await type(open, field("Quota"), "often");
    await type(open, card.getByLabel("Allow list"), "10.0.0.0/8\nthe office");
    await press("Apply");
    await status.getByText("see the fields").waitFor();
    expect(await field("Quota").getAttribute("aria-invalid")).toBe("true");
    expect(await isFocused("Quota")).toBe(true);
    await card.getByText('must be like "5/15m"').waitFor();
    await card.getByText("Line 2: must be a network like 10.0.0.0/8").waitFor();
    expect(await service.settingsOf("resend.ip")).toMatchObject({ quota: "20/1h" });
  });

  test("tells by how much a quota makes codes too easy to guess", async ({ expect }) => {
    await service.change("send.hour", { quota: "100000/1h" });
    await using open = await service.open(browser);
    const { status, field, press } = await openEditor(open, "send.day");
    await type(open, field("Quota"), "100000/1d");
    await press("Try it");
    await status.getByText(/\d %.* is above MAX_GUESS_PROBABILITY 0\.1 %/).waitFor();
    await service.change("send.hour", { quota: "5/1h" });
    await press("Try it");
    await status.getByText("Nothing was changed.").waitFor();
    expect(await service.settingsOf("send.day")).toMatchObject({ quota: "10/1d" });
  });
});

describe("the explain form on the real service, by keyboard alone", () => {
  test("finds the counter that refuses, and clears it with a reason", async ({ expect }) => {
    const person = newPerson();
    const from = randomAddress();
    for (let i = 0; i < 5; i++) await register(service, person);
    expect((await register(service, person)).status).toBe(429);

    await using open = await service.open(browser);
    const { page, tabTo } = open;
    await type(open, page.getByLabel("Client address"), from);
    await page.keyboard.press("Enter");
    await page.getByText("No limit would refuse it. Limits that count by e-mail").waitFor();
    await type(open, page.getByLabel("E-mail address"), person.email);
    await page.keyboard.press("Enter");
    await page.getByText("It would be refused by send.hour.").waitFor();
    expect(await page.getByRole("button", { name: "Clear register.ip" }).count()).toBe(0);

    await tabTo(page.getByRole("button", { name: "Clear send.hour" }));
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").getByText("Say why").waitFor();
    expect((await register(service, person)).status).toBe(429);
    await page.keyboard.type("it was a mistake of ours");
    await page.keyboard.press("Enter");
    await page.getByText("send.hour was cleared. No limit would refuse it.").waitFor();
    expect((await register(service, person)).status).toBe(202);
    expect(open.complaints).toEqual([]);
  });

  test("tells what is wrong with an address", async ({ expect }) => {
    await using open = await service.open(browser);
    await type(open, open.page.getByLabel("Client address"), "the office");
    await open.page.keyboard.press("Enter");
    await open.page.getByText("must be an IPv4 or IPv6 address").waitFor();
    expect(await open.page.getByLabel("Client address").getAttribute("aria-invalid")).toBe("true");
  });
});

test("on bun the page shows the limits, and changes one", async ({ expect }) => {
  await using onBun = await startOpsService("bun");
  await using open = await onBun.open(browser);
  const { status, field, press } = await openEditor(open, "register.ip");
  await type(open, field("Quota"), "1/1h");
  await type(open, field("Reason"), "a spray");
  await press("Apply");
  await status.getByText("Applied.").waitFor();
  const from = randomAddress();
  const client = {
    request: (path: string, init?: RequestInit) => onBun.request(path, { ...init, from }),
  };
  expect((await register(client, newPerson())).status).toBe(202);
  expect((await register(client, newPerson())).status).toBe(429);
  expect(open.complaints).toEqual([]);
});
