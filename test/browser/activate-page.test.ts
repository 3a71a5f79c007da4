import { Redis } from "ioredis";
import { Client } from "pg";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, inject, test } from "vitest";
import { json } from "../support/answer.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Person, activate, getMe, newPerson, wrongCode } from "../support/client.ts";
import { codeIn } from "../support/email-api.ts";
import { openLinkPage } from "../support/link-page.ts";
import { type PageService, startPageService } from "../support/page-service.ts";
import { asWaiting, registerInBrowser } from "../support/waiting-page.ts";

let browser: Browser;
let service: PageService;
let redis: Redis;
let database: Client;
beforeAll(async () => {
  redis = new Redis(inject("redisUrl"));
  [browser, service] = await Promise.all([
    launchBrowser(),
    // A code for as long as the test types it.
    startPageService({ CODE_TTL_SECONDS: "600", CODE_ATTEMPTS: "2" }),
  ]);
  database = new Client({ connectionString: service.databaseUrl });
  await database.connect();
});
afterAll(async () => {
  redis.disconnect();
  await database.end();
  await browser.close();
  await service[Symbol.asyncDispose]();
});

const passCooldown = ({ email }: Person): Promise<unknown> =>
  database.query("update users set code_requested_at = now() - interval '1 h' where email = $1", [
    email,
  ]);
const FOCUSED_TEXT = "document.activeElement.textContent.trim()";
const FOCUSED = "document.activeElement.id";
const newestCode = async (...of: Parameters<PageService["newestMail"]>): Promise<string> =>
  codeIn(await service.newestMail(...of));

describe("when the code is no good", () => {
  test("it says at the boxes how many tries are left, then sends a new one after its own wait", async ({
    expect,
  }) => {
    const person = newPerson();
    await using opened = await registerInBrowser(browser, service, person);
    const { page } = opened;
    const code = await newestCode(person, 1);
    for (const left of [1, 0]) {
      await page.locator("[data-state=sent]").waitFor();
      if (left === 0) await passCooldown(person);
      await page.locator(".boxes input:focus").waitFor();
      await page.keyboard.type(wrongCode(code));
      await page.keyboard.press("Enter");
      await page.getByText(`The code is wrong. Tries left: ${left}.`).waitFor();
    }
    await page.getByText("There were too many wrong codes. Ask for a new one.").waitFor();
    expect(await page.locator("fieldset:disabled").count()).toBe(1);
    const resend = page.getByRole("button", { name: "Send a new code" });
    await expect.poll(() => page.evaluate(FOCUSED_TEXT)).toBe("Send a new code");
    await page.keyboard.press("Enter");
    await opened.hears("A new code is on its way.");
    expect(page.url()).toBe(`${service.url}/activate`);
    expect(await page.evaluate(FOCUSED)).toBe("code-1");
    // Held back again for as long as the service says.
    expect(await resend.getAttribute("aria-disabled")).toBe("true");
    await page.getByText(/^You can ask for a new code in \d+ seconds?\.$/).waitFor();
    await page.keyboard.type(await newestCode(person, 2));
    await page.keyboard.press("Enter");
    await opened.heading("Welcome");
    expect(opened.complaints).toEqual([]);
  });

  test("because it has run out elsewhere, whoever types is taken to where the next one comes from", async ({
    expect,
  }) => {
    const person = newPerson();
    await using opened = await registerInBrowser(browser, service, person);
    const { page } = opened;
    await page.locator("[data-state=sent]").waitFor();
    // A mail that is sent once more on a crowded machine would bring the code back.
    const unsettled = "select from mail_messages where state = 'queued'";
    await expect.poll(async () => (await database.query(unsettled)).rowCount).toBe(0);
    await page.keyboard.type("12");
    await redis.del(service.codeKeyOf(person));
    await opened.hears("The code has run out. Ask for a new one.");
    expect(await page.evaluate(FOCUSED_TEXT)).toBe("Send a new code");
    expect(await opened.typed()).toBe("");
    expect(await page.locator("fieldset:disabled").count()).toBe(1);
  });
});

test("an account that is activated elsewhere leads the page that waits to the sign-in, also from a refusal", async ({
  expect,
}) => {
  const person = newPerson();
  await using opened = await registerInBrowser(browser, service, person);
  const { page } = opened;
  const code = await newestCode(person, 1);
  await page.evaluate("document.querySelector('.resend').submit()");
  await opened.says("The last code was sent only a moment ago.");
  expect(page.url()).toBe(`${service.url}/activate/resend`);
  expect((await activate(service, person, code)).status).toBe(200);
  await opened.says("Your account is active already. Please sign in.");
  expect(page.url()).toBe(`${service.url}/login?done=active`);
});

describe("the link of the mail", () => {
  test("fills in the code, leaves no trace, and changes nothing until its reader presses the button", async ({
    expect,
  }) => {
    const { person, link, code } = await service.registerNew();
    await using opened = asWaiting(await openLinkPage(browser, `${service.url}/login`));
    const { page } = opened;
    await page.locator("#email").fill(person.email);
    await page.locator("#password").fill(person.password);
    await page.keyboard.press("Enter");
    await page.locator(".standing").waitFor();
    await page.goto(link);
    await expect.poll(opened.typed).toBe(code);
    expect(page.url()).toBe(`${service.url}/activate`);
    expect((await json(getMe(service, person))).status).toBe("pending");
    const asked = opened.requests.map((request) => request.replace(/#.*/, ""));
    expect(asked.join("\n") + service.lines.join("\n")).not.toMatch(
      new RegExp(`${person.email}|${encodeURIComponent(person.email)}|code=`),
    );
    await page.keyboard.press("Enter");
    await opened.heading("Welcome");
    // The browser waits for nobody any more.
    await page.goto(link);
    await expect.poll(() => page.locator("#code").inputValue()).toBe(code);
    expect(opened.complaints).toEqual([]);
  });

  test("in any other browser asks for the password alone, by keyboard", async ({ expect }) => {
    const { person, link, code } = await service.registerNew();
    await using opened = await openLinkPage(browser, link);
    const { page } = opened;
    expect(page.url()).toBe(`${service.url}/activate`);
    expect(await page.locator("#email").inputValue()).toBe(person.email);
    expect(await page.locator("#code").inputValue()).toBe(code);
    await page.keyboard.type("not the password");
    await page.keyboard.press("Enter");
    await opened.says("The e‑mail address or the password is wrong.");
    expect(await page.locator("#code").inputValue()).toBe(code);
    await page.locator("#password").fill(person.password);
    await page.keyboard.press("Enter");
    await opened.heading("Welcome");
    expect(opened.complaints).toEqual([]);
  });

  test("of another address than the browser waits for asks for that one", async ({ expect }) => {
    const { person, link } = await service.registerNew();
    await using opened = await registerInBrowser(browser, service, newPerson());
    const { page } = opened;
    await page.goto(link);
    await page.waitForURL(`${service.url}/activate?other=1`);
    await expect.poll(() => page.locator("#email").inputValue()).toBe(person.email);
    await page.locator("#password").fill(person.password);
    await page.keyboard.press("Enter");
    await opened.heading("Welcome");
    expect(await page.locator("main").textContent()).toContain(person.email);
  });
});

test("without scripts the same is said when the page comes, and works", async ({ expect }) => {
  const person = newPerson();
  await using opened = await registerInBrowser(browser, service, person, {
    javaScriptEnabled: false,
  });
  const { page } = opened;
  const code = await newestCode(person, 1);
  const runsOut = page.getByText(/^The code runs out in \d+ (minutes|seconds)\.$/);
  // The mail is there a moment before the service knows that it was sent.
  const look = async (): Promise<boolean> => {
    const answered = page.waitForEvent("load");
    await page.getByRole("link", { name: "See how it stands now" }).click();
    await answered;
    return runsOut.isVisible();
  };
  await expect.poll(look).toBe(true);
  expect(await page.locator(".clock").textContent()).toMatch(/^(9:\d\d|10:00)$/);
  await page.locator("#code").fill(wrongCode(code));
  await page.keyboard.press("Enter");
  await page.getByText("The code is wrong. Tries left: 1.").waitFor();
  const resend = page.getByRole("button", { name: "Send a new code" });
  await resend.click();
  await opened.says("The last code was sent only a moment ago.");
  await passCooldown(person);
  const loaded = page.waitForEvent("load");
  await resend.click();
  await loaded;
  const newer = await newestCode(person, 2);
  await page.locator("#code").fill(`${newer.slice(0, 2)} ${newer.slice(2)}`);
  await page.keyboard.press("Enter");
  await opened.heading("Welcome");
});
