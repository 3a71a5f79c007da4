import { Redis } from "ioredis";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, inject, test, vi } from "vitest";
import { json } from "../support/answer.ts";
import { launchBrowser } from "../support/browser.ts";
import { activate, getMe, wrongCode } from "../support/client.ts";
import { type LinkPage, openLinkPage } from "../support/link-page.ts";
import { type PageService, startPageService } from "../support/page-service.ts";
import { randomAddress } from "../support/random-address.ts";

let browser: Browser;
let service: PageService;
let redis: Redis;
beforeAll(async () => {
  redis = new Redis(inject("redisUrl"));
  [browser, service] = await Promise.all([
    launchBrowser(),
    // A code for as long as the test types it.
    startPageService({ CODE_TTL_SECONDS: "600", CODE_RESEND_SECONDS: "2", CODE_ATTEMPTS: "2" }),
  ]);
});
afterAll(async () => {
  redis.disconnect();
  await browser.close();
  await service[Symbol.asyncDispose]();
});

const open = (link: string, from = randomAddress()): Promise<LinkPage> =>
  openLinkPage(browser, link, { extraHTTPHeaders: { "x-forwarded-for": from } });
const statusOf = async (person: Parameters<typeof getMe>[1]): Promise<string> =>
  (await json(getMe(service, person))).status;

/** Presses the button until the wait for the next code is over. */
async function sendNewCode({ page }: LinkPage): Promise<void> {
  await vi.waitUntil(
    async () => {
      await page.getByRole("button", { name: "Send a new code" }).click();
      const said = page.locator(".status").filter({ hasNotText: "One moment" });
      return (await said.textContent())?.includes("new code is on its way");
    },
    { timeout: 10_000 },
  );
}

test("the link of the mail asks for the password alone, by keyboard, and leaves no trace", async ({
  expect,
}) => {
  const { person, link, code } = await service.registerNew();
  await using opened = await open(link);
  const { page, heading } = opened;
  expect(page.url()).toBe(`${service.url}/activate`);
  expect(await page.evaluate("history.length")).toBeLessThanOrEqual(2);
  expect(await page.getByLabel("E‑mail address").inputValue()).toBe(person.email);
  expect(await page.getByLabel("Code").inputValue()).toBe(code);
  expect(await statusOf(person)).toBe("pending");
  await page.keyboard.type(person.password);
  await page.keyboard.press("Enter");
  await heading("Your account is active");
  expect(await page.title()).toBe("Your account is active · Latchkey");
  expect(await page.evaluate("document.activeElement.textContent")).toBe("Your account is active");
  expect(await statusOf(person)).toBe("active");
  const { origin } = new URL(service.url);
  // Whatever is behind a # goes to no server.
  const asked = opened.requests.map((request) => request.replace(/#.*/, ""));
  expect(asked.filter((request) => !request.startsWith(origin))).toEqual([]);
  expect(asked.join("\n") + service.lines.join("\n")).not.toMatch(
    new RegExp(`${person.email}|${encodeURIComponent(person.email)}|code=`),
  );
  expect(opened.complaints).toEqual([]);

  // The same link again, in the same place.
  await page.goto(link);
  await page.getByLabel("Password").fill(person.password);
  await page.keyboard.press("Enter");
  await heading("Your account is active already");
});

test("a wrong password costs no try, and can be looked at", async ({ expect }) => {
  const { person, link } = await service.registerNew();
  await using opened = await open(link);
  const { page, says, heading } = opened;
  const password = page.getByLabel("Password");
  await password.fill("not the password");
  await page.keyboard.press("Enter");
  await says("The e‑mail address or the password is wrong.");
  expect(await password.getAttribute("type")).toBe("password");
  await page.getByRole("button", { name: "Show" }).click();
  expect(await password.getAttribute("type")).toBe("text");
  await page.getByRole("button", { name: "Hide" }).click();
  expect(await password.getAttribute("type")).toBe("password");
  await password.fill(person.password);
  await page.getByRole("button", { name: "Activate" }).click();
  await heading("Your account is active");
});

describe("when the code is no good", () => {
  test("it says how many tries are left, then sends a new one after the wait", async ({
    expect,
  }) => {
    const { person, link, code } = await service.registerNew();
    await using opened = await open(link);
    const { page, says, heading } = opened;
    const resend = page.getByRole("button", { name: "Send a new code" });
    await page.getByLabel("Code").fill(wrongCode(code));
    await page.getByLabel("Password").fill(person.password);
    const submit = page.getByRole("button", { name: "Activate" });
    await submit.click();
    await says("The code is wrong. Tries left: 1.");
    expect(await resend.isVisible()).toBe(false);
    await submit.click();
    await says("The code is wrong. Tries left: 0.");
    await resend.waitFor();
    await submit.click();
    await says("There were too many wrong codes.");
    await sendNewCode(opened);
    expect(await resend.isVisible()).toBe(false);
    const newer = await service.newestMail(person, 2);
    await page.goto(service.linkOf(newer));
    await page.getByLabel("Password").fill(person.password);
    await page.keyboard.press("Enter");
    await heading("Your account is active");
    expect(opened.complaints).toEqual([]);
  });

  test("because it has run out, it says so, and takes the next one typed by hand", async ({
    expect,
  }) => {
    const { person, link } = await service.registerNew();
    await redis.del(service.codeKeyOf(person));
    await using opened = await open(link);
    const { page, says, heading } = opened;
    await page.getByLabel("Password").fill(person.password);
    await page.keyboard.press("Enter");
    await says("The code has run out.");
    await sendNewCode(opened);
    expect(await page.evaluate("document.activeElement.id")).toBe("code");
    const newer = await service.newestMail(person, 2);
    await page.keyboard.type(/^\d{4}$/m.exec(newer.text)?.[0] ?? "");
    await page.keyboard.press("Enter");
    await heading("Your account is active");
  });
});

test("a spent limit is counted down, and the button is held back for so long", async ({
  expect,
}) => {
  const { person, link } = await service.registerNew();
  const from = randomAddress();
  const stranger = { ...person, password: "not the password" };
  const busy = {
    request: (path: string, init?: RequestInit) => service.request(path, { ...init, from }),
  };
  for (let i = 0; i < 10; i++) await activate(busy, stranger, "0000");
  await using opened = await open(link, from);
  const { page, says } = opened;
  await page.getByLabel("Password").fill(person.password);
  await page.keyboard.press("Enter");
  await says("There were too many tries.");
  await page.getByText(/^You can try again in \d+ seconds\.$/).waitFor();
  const submit = page.getByRole("button", { name: "Activate" });
  expect(await submit.getAttribute("aria-disabled")).toBe("true");
  const { length } = opened.requests;
  await submit.click({ force: true });
  await page.keyboard.press("Enter");
  expect(opened.requests).toHaveLength(length);
});

test("a service that is away says when to come again, and then it works", async ({ expect }) => {
  const { person, link } = await service.registerNew();
  await using opened = await open(link);
  const { page, says, heading } = opened;
  await page.route("**/auth/activate", (route) =>
    route.fulfill({ status: 503, headers: { "Retry-After": "1" }, body: "<h1>Away</h1>" }),
  );
  await page.getByLabel("Password").fill(person.password);
  await page.keyboard.press("Enter");
  await says("The service is not available at the moment.");
  await says("You can try again now.");
  await page.unroute("**/auth/activate");
  await page.route("**/auth/activate", (route) => route.abort());
  await page.getByRole("button", { name: "Activate" }).click();
  await says("The service cannot be reached.");
  await page.unroute("**/auth/activate");
  await page.getByRole("button", { name: "Activate" }).click();
  await heading("Your account is active");
  expect(await page.locator(".again").isVisible()).toBe(false);
});

test("without its link it is a form like any other", async ({ expect }) => {
  const { person, code } = await service.registerNew();
  await using opened = await open(`${service.url}/activate`);
  const { page, heading } = opened;
  for (const text of [person.email, "Tab", code, "Tab", person.password, "Enter"])
    await (/^(Tab|Enter)$/.test(text) ? page.keyboard.press(text) : page.keyboard.type(text));
  await heading("Your account is active");
  expect(opened.complaints).toEqual([]);
});
