import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import type { Person } from "../support/client.ts";
import { askForAddress, confirmAddress, newAddress } from "../support/email-change.ts";
import { codeIn } from "../support/email-api.ts";
import { untilFocused } from "../support/keyboard.ts";
import { openLinkPage } from "../support/link-page.ts";
import { type PageService, startPageService } from "../support/page-service.ts";
import { openSession, signIn } from "../support/session.ts";

let browser: Browser;
let service: PageService;
beforeAll(async () => {
  [browser, service] = await Promise.all([launchBrowser(), startPageService()]);
});
afterAll(async () => {
  await browser.close();
  await service[Symbol.asyncDispose]();
});

const UNDO_LINK = "/undo-email-change#token=";
const pageWith = (fields: string, options: BrowserContextOptions = {}) =>
  openLinkPage(browser, `${service.url}/undo-email-change${fields}`, options);

/** Somebody whose account has just moved to another address; the link in the mail to the former one. */
async function moveAway(): Promise<{ person: Person; moved: Person; link: string }> {
  const person = await service.newActivePerson();
  const moved = { ...person, email: newAddress() };
  const tokens = await openSession(service, person);
  await askForAddress(service, tokens, person, moved.email);
  const code = codeIn(await service.newestMail(moved, 1));
  const answer = await confirmAddress(service, tokens, code);
  if (!answer.ok) throw new Error(await answer.text());
  return { person, moved, link: service.linkOf(await service.newestMail(person, 1, UNDO_LINK)) };
}

describe("the page of the undo link", () => {
  test("says what it does, does it at one press alone, once, and leads to a new password", async ({
    expect,
  }) => {
    const { person, moved, link } = await moveAway();
    // Programs that look into mail.
    for (let i = 0; i < 5; i++) expect((await fetch(link)).status).toBe(200);
    await using opened = await openLinkPage(browser, link);
    const { page, heading } = opened;
    await page.getByText("all devices are signed out").waitFor();
    expect(page.url()).toBe(`${service.url}/undo-email-change`);
    expect((await signIn(service, moved)).status).toBe(201);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await heading("The change was undone");
    expect((await signIn(service, moved)).status).toBe(401);
    // Whoever moved it knew the password.
    expect((await signIn(service, person)).status).toBe(401);
    await page.reload();
    await heading("The change was undone");

    await using later = await openLinkPage(browser, link);
    await later.page.getByRole("button", { name: "Undo the change" }).click();
    await later.heading("This link is no longer good");

    await page.getByRole("link", { name: "Choose a new password" }).click();
    await heading("Reset your password");
    const token = link.split("token=")[1] ?? "";
    expect(opened.requests.map((each) => each.replace(/#.*/, "")).join()).not.toContain(token);
    expect(service.lines.join("\n")).not.toContain(token);
    expect(opened.complaints).toEqual([]);
  });

  test.for([true, false])(
    "without a token asks for the link of the mail, and takes it (scripts: %s)",
    async (javaScriptEnabled, { expect }) => {
      const { moved, link } = await moveAway();
      await using opened = await pageWith("", { javaScriptEnabled });
      const { page, heading } = opened;
      await untilFocused(page);
      await page.keyboard.type("not the link");
      await page.keyboard.press("Enter");
      await page.getByText("This is not the whole link.").waitFor();
      await page.getByLabel("Link from the mail").fill(link);
      await page.keyboard.press("Enter");
      await heading("The change was undone");
      expect((await signIn(service, moved)).status).toBe(401);
      expect(opened.complaints).toEqual([]);
    },
  );
});
