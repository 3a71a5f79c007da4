import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import type { Person } from "../support/client.ts";
import { untilFocused } from "../support/keyboard.ts";
import { type LinkPage, historyOf, openLinkPage } from "../support/link-page.ts";
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
const passwordOf = (page: Page) => page.getByLabel("New password", { exact: true });

async function newLink(person: Person): Promise<string> {
  await requestReset(service, person.email);
  return service.resetLinkTo(person);
}

/** All that a request tells a server, or whoever reads along: its address, headers and body. */
function watch({ page }: LinkPage): { addresses: string[]; bodies: string[] } {
  const seen = { addresses: [] as string[], bodies: [] as string[] };
  page.on("request", (request) => {
    // Whatever is behind a # goes to no server.
    seen.addresses.push(request.url().replace(/#.*/, ""), JSON.stringify(request.headers()));
    seen.bodies.push(`${request.method()} ${request.postData() ?? ""}`);
  });
  return seen;
}

test("from a forgotten password to a new one by keyboard alone, and the token is nowhere but in the mail and the form", async ({
  expect,
}) => {
  const person = await service.newActivePerson();
  await using opened = await openLinkPage(browser, `${service.url}/login`);
  const { page, heading, says } = opened;
  await page.getByRole("link", { name: "Forgot your password?" }).press("Enter");
  await heading("Reset your password");
  await untilFocused(page);
  await page.keyboard.type(person.email);
  await page.keyboard.press("Enter");
  await heading("Check your inbox");
  await page.getByText("The link is good for 15 minutes.").waitFor();

  const link = await service.resetLinkTo(person);
  const token = link.split("token=")[1] ?? "";
  expect(token).toMatch(/^[\w-]{43}$/);
  const seen = watch(opened);
  await page.goto(link);
  await heading("Choose a new password");
  expect(page.url()).toBe(`${service.url}/reset`);
  expect(await page.getByLabel("Link from the mail").count()).toBe(0);
  await page.keyboard.type("Password1");
  await page.keyboard.press("Enter");
  await page.getByText("Many people use this password").waitFor();
  await untilFocused(page);
  await page.keyboard.type(NEW_PASSWORD);
  await page.keyboard.press("Enter");
  await says("Your password was changed");
  expect(page.url()).toBe(`${service.url}/login?done=password-changed`);
  expect((await signIn(service, person)).status).toBe(401);
  expect((await signIn(service, { ...person, password: NEW_PASSWORD })).status).toBe(201);

  expect(seen.bodies.filter((body) => body.includes(token))).toHaveLength(2);
  expect(seen.addresses.join("\n")).toContain("/reset");
  expect(seen.addresses.join("\n")).not.toContain(token);
  expect((await historyOf(page)).join("\n")).not.toContain(token);
  expect(service.lines.join("\n")).toContain("/reset");
  expect(service.lines.join("\n")).not.toContain(token);
  const kept = "JSON.stringify([localStorage, sessionStorage, document.cookie, window.name])";
  expect(await page.evaluate(kept)).not.toContain(token);
  expect(opened.complaints).toEqual([]);
});

test("a page of a link that its reader comes back to has forgotten the token", async ({
  expect,
}) => {
  await using opened = await openLinkPage(browser, `${service.url}/reset#token=of-the-mail`);
  const { page } = opened;
  const token = page.locator("input[name=token]");
  expect(await token.inputValue()).toBe("of-the-mail");
  await page.getByRole("link", { name: "Ask for a new link" }).click();
  await opened.heading("Reset your password");
  await page.goBack();
  await page.getByLabel("Link from the mail").waitFor();
  expect(await token.inputValue()).toBe("");
});

test("without scripts the link is pasted, and the token outlasts a refused password", async ({
  expect,
}) => {
  const person = await service.newActivePerson();
  await using opened = await openLinkPage(browser, `${service.url}/forgot`, {
    javaScriptEnabled: false,
  });
  const { page, heading, says } = opened;
  await page.getByLabel("E‑mail address").fill(person.email);
  await page.keyboard.press("Enter");
  await heading("Check your inbox");
  const link = await service.resetLinkTo(person);
  await page.goto(link);
  await heading("Choose a new password");
  await passwordOf(page).fill("Password1");
  await page.keyboard.press("Enter");
  await page.getByText("This is not the whole link.").waitFor();
  await page.getByLabel("Link from the mail").fill(link);
  await passwordOf(page).fill("Password1");
  await page.keyboard.press("Enter");
  await page.getByText("Many people use this password").waitFor();
  await page.waitForLoadState();
  expect(await page.getByLabel("Link from the mail").count()).toBe(0);
  expect(await page.getByRole("button").allTextContents()).toEqual(["Save the password"]);
  await passwordOf(page).fill(NEW_PASSWORD);
  await page.keyboard.press("Enter");
  await says("Your password was changed");
  expect((await signIn(service, { ...person, password: NEW_PASSWORD })).status).toBe(201);
  expect(page.url()).toBe(`${service.url}/login?done=password-changed`);
  expect(service.lines.join("\n")).not.toContain(link.split("token=")[1]);
  expect(opened.complaints).toEqual([]);
});

test("a link that was used says so, and leads to the next one", async ({ expect }) => {
  const person = await service.newActivePerson();
  const link = await newLink(person);
  await using first = await openLinkPage(browser, link);
  await using second = await openLinkPage(browser, link);
  for (const { page } of [first, second]) {
    await passwordOf(page).fill(NEW_PASSWORD);
    await page.getByRole("button", { name: "Save the password" }).click();
    if (page === first.page) await first.says("Your password was changed");
  }
  const { page, says, heading } = second;
  await says("This link was used, or is too old. Ask for a new one.");
  await page.getByLabel("E‑mail address").fill(person.email);
  await page.keyboard.press("Enter");
  await heading("Check your inbox");
  expect(await service.resetLinkTo(person, 2)).not.toBe(link);
});

test("another link opened in the same place counts, and a page that was opened anew asks for its link", async ({
  expect,
}) => {
  const person = await service.newActivePerson();
  const link = await newLink(person);
  await using opened = await openLinkPage(browser, `${service.url}/reset#token=of-an-older-mail`);
  const { page, says } = opened;
  const loaded = page.waitForEvent("load");
  await page.evaluate(`location.href = ${JSON.stringify(link)}`);
  await loaded;
  await expect.poll(() => page.url()).toBe(`${service.url}/reset`);
  await page.reload();
  const pasted = page.getByLabel("Link from the mail");
  await expect.poll(() => pasted.evaluate(hasFocus)).toBe(true);
  await pasted.fill(link);
  await passwordOf(page).fill(NEW_PASSWORD);
  await page.keyboard.press("Enter");
  await says("Your password was changed");
  expect(opened.complaints).toEqual([]);
});

test("a password that is too short is not sent at all", async ({ expect }) => {
  await using opened = await openLinkPage(browser, `${service.url}/reset#token=t`);
  const { page } = opened;
  const { bodies } = watch(opened);
  await page.keyboard.type("short");
  await page.keyboard.press("Enter");
  expect(await passwordOf(page).evaluate(isTooShort)).toBe(true);
  expect(bodies.filter((body) => body.startsWith("POST"))).toEqual([]);
});

test("a password too short as the service counts is told at its field, where the reader is", async ({
  expect,
}) => {
  await using opened = await openLinkPage(browser, `${service.url}/reset#token=t`);
  const { page } = opened;
  // Four characters out of eight.
  await passwordOf(page).fill("e\u0301".repeat(4));
  await page.keyboard.press("Enter");
  await page.getByText("The password must have 8 to 256 characters.").waitFor();
  await expect.poll(() => passwordOf(page).evaluate(hasFocus)).toBe(true);
  expect(await passwordOf(page).getAttribute("aria-invalid")).toBe("true");
  expect(await page.title()).toBe("Error: Choose a new password · Latchkey");
  expect(opened.complaints).toEqual([]);
});

/** In the browser. */
type Input = { validity?: { tooShort: boolean }; matches?(selector: string): boolean };
const isTooShort = (input: Input): boolean => input.validity?.tooShort === true;
const hasFocus = (input: Input): boolean => input.matches?.(":focus") === true;
