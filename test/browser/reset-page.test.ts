import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { type Person, newPerson } from "../support/client.ts";
import { openLinkPage } from "../support/link-page.ts";
import { type PageService, startPageService } from "../support/page-service.ts";
import { requestReset } from "../support/password-reset.ts";
import { signIn } from "../support/session.ts";

let browser: Browser;
let service: PageService;
beforeAll(async () => {
  [browser, service] = await Promise.all([launchBrowser(), startPageService()]);
});
afterAll(async () => {
  await browser.close();
  await service[Symbol.asyncDispose]();
});

const NEW_PASSWORD = "a quite different one";

async function newLink(person: Person, nthMail = 2): Promise<string> {
  await requestReset(service, person.email);
  return service.linkOf(await service.newestMail(person, nthMail));
}

test("from a forgotten password to a new one, by keyboard alone", async ({ expect }) => {
  const person = await service.newActivePerson();
  await using opened = await openLinkPage(browser, `${service.url}/reset-password`);
  const { page, heading } = opened;
  await page.keyboard.type(person.email);
  await page.keyboard.press("Enter");
  await heading("Look into your inbox");
  await page.getByText("The link is good for 15 minutes.").waitFor();

  const link = service.linkOf(await service.newestMail(person, 2));
  const token = link.split("token=")[1] ?? "";
  await page.goto(link);
  await heading("Choose a new password");
  expect(page.url()).toBe(`${service.url}/reset-password`);
  await page.keyboard.type(NEW_PASSWORD);
  await page.keyboard.press("Enter");
  await heading("Your password was changed");
  expect((await signIn(service, person)).status).toBe(401);
  expect((await signIn(service, { ...person, password: NEW_PASSWORD })).status).toBe(201);

  expect(token).toMatch(/^[\w-]{43}$/);
  expect(opened.requests.map((request) => request.replace(/#.*/, "")).join()).not.toContain(token);
  expect(service.lines.join()).not.toContain(token);
  expect(
    await page.evaluate("performance.getEntries().map(({ name }) => name).join()"),
  ).not.toMatch(new RegExp(`(?<!#token=)${token}`));
  expect(opened.complaints).toEqual([]);
});

test("nobody learns by it who has an account", async ({ expect }) => {
  const texts = [];
  for (const { email } of [newPerson(), await service.newActivePerson()]) {
    await using opened = await openLinkPage(browser, `${service.url}/reset-password`);
    await opened.page.getByLabel("E‑mail address").fill(email);
    await opened.page.keyboard.press("Enter");
    await opened.heading("Look into your inbox");
    texts.push(await opened.page.locator("main").innerText());
  }
  expect(texts[1]).toBe(texts[0]);
});

test("a link that was used says so, and leads to the next one", async ({ expect }) => {
  const person = await service.newActivePerson();
  const link = await newLink(person);
  await using first = await openLinkPage(browser, link);
  await using second = await openLinkPage(browser, link);
  for (const { page } of [first, second]) {
    await page.getByLabel("New password", { exact: true }).fill(NEW_PASSWORD);
    await page.getByRole("button", { name: "Save the password" }).click();
    if (page === first.page) await first.heading("Your password was changed");
  }
  const { page, says, heading } = second;
  await says("This link was used, or is too old. Ask for a new one.");
  await page.getByLabel("E‑mail address").fill(person.email);
  await page.keyboard.press("Enter");
  await heading("Look into your inbox");
  const next = service.linkOf(await service.newestMail(person, 4));
  expect(next).not.toBe(link);
});

describe("a password that is not taken", () => {
  test("because it is short is not sent at all", async ({ expect }) => {
    await using opened = await openLinkPage(
      browser,
      await newLink(await service.newActivePerson()),
    );
    const { page } = opened;
    await page.keyboard.type("short");
    await page.keyboard.press("Enter");
    expect(await page.getByLabel("New password", { exact: true }).evaluate(isTooShort)).toBe(true);
    expect(opened.requests.filter((request) => request.endsWith("/confirm"))).toEqual([]);
  });

  test("because of its length as the service counts it is told, and the next one is taken", async ({
    expect,
  }) => {
    await using opened = await openLinkPage(
      browser,
      await newLink(await service.newActivePerson()),
    );
    const { page, says, heading } = opened;
    // Four characters out of eight.
    await page.getByLabel("New password", { exact: true }).fill("e\u0301".repeat(4));
    await page.keyboard.press("Enter");
    await says("The password must have 8 to 256 characters.");
    await page.keyboard.type(NEW_PASSWORD);
    await page.keyboard.press("Enter");
    await heading("Your password was changed");
    expect(opened.complaints).toEqual([]);
  });

  test.for([
    ["too_common", "Many people use this password"],
    ["contains_context", "made of names that are easy to guess"],
    ["repetitive", "repeats itself"],
    ["breached", "known from a data breach"],
    ["of_tomorrow", "too easy to guess"],
    [undefined, "too easy to guess"],
  ])("because it is %s says why, in words", async ([reason, words = ""], { expect }) => {
    await using opened = await openLinkPage(browser, `${service.url}/reset-password#token=t`);
    const { page } = opened;
    const problem = { code: "password_refused", reason };
    await page.route("**/password-resets/confirm", (route) =>
      route.fulfill({ status: 422, json: problem }),
    );
    await page.getByLabel("New password", { exact: true }).fill("password1");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator(".status:visible").textContent()).toContain(words);
  });
});

/** In the browser. */
function isTooShort(input: { validity?: { tooShort: boolean } }): boolean {
  return input.validity?.tooShort === true;
}
