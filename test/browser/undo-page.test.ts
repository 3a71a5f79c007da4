import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { openLinkPage } from "../support/link-page.ts";
import { type PageService, startPageService } from "../support/page-service.ts";

let browser: Browser;
let service: PageService;
beforeAll(async () => {
  [browser, service] = await Promise.all([launchBrowser(), startPageService()]);
});
afterAll(async () => {
  await browser.close();
  await service[Symbol.asyncDispose]();
});

const pageWith = (fields: string) =>
  openLinkPage(browser, `${service.url}/undo-email-change${fields}`);

describe("the page of the undo link", () => {
  test("says what it does, does it at one press alone, and leads to a new password", async ({
    expect,
  }) => {
    await using opened = await pageWith("#token=the-token");
    const { page, heading } = opened;
    const bodies: (string | null)[] = [];
    await page.route("**/email-changes/undo", (route) => {
      bodies.push(route.request().postData());
      return route.fulfill({ status: 204 });
    });
    await page.getByText("all devices are signed out").waitFor();
    expect(page.url()).toBe(`${service.url}/undo-email-change`);
    expect(bodies).toEqual([]);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await heading("The change was undone");
    expect(bodies).toEqual([JSON.stringify({ token: "the-token" })]);
    await page.getByRole("link", { name: "Choose a new password" }).click();
    await heading("Choose a new password");
    expect(page.url()).toBe(`${service.url}/reset-password`);
    expect(opened.complaints).toEqual([]);
  });

  test.for([
    [410, "link_expired", "This link is no longer good"],
    [422, "invalid_request", "This link is no longer good"],
    [409, "email_taken", "The address is in use"],
  ] as const)("answered %i %s says so", async ([status, code, title], { expect }) => {
    await using opened = await pageWith("#token=t");
    const { page } = opened;
    await page.route("**/email-changes/undo", (route) => route.fulfill({ status, json: { code } }));
    await page.getByRole("button").click();
    await expect.poll(() => page.title()).toBe(`${title} · Latchkey`);
  });

  test("without a token asks for the link of the mail", async ({ expect }) => {
    await using opened = await pageWith("");
    await opened.heading("The link is not whole");
    expect(await opened.page.getByRole("button").count()).toBe(0);
  });
});
