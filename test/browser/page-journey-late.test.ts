import type { Browser } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { newPerson } from "../support/client.ts";
import { openVisitor } from "../support/visitor.ts";
import { ADDRESS, readCode, registerAt } from "../support/visits.ts";
import { type Instance, type WelcomeServices, prepareServices } from "../support/welcome-page.ts";

let browser: Browser;
let services: WelcomeServices;
let service: Instance;
beforeAll(async () => {
  // Long enough to be read and typed on a crowded machine, short enough to be waited for.
  services = await prepareServices("node", { CODE_TTL_SECONDS: "15", CODE_RESEND_SECONDS: "1" });
  [browser, service] = await Promise.all([launchBrowser(), services.start()]);
});
afterAll(async () => {
  await browser.close();
  await services[Symbol.asyncDispose]();
});

test("who types before the scripts are there loses nothing of it", async ({ expect }) => {
  const person = newPerson();
  await using visitor = await openVisitor(browser, `${service.url}/register`);
  const { page } = visitor;
  const asked = Promise.withResolvers<void>();
  const typed = Promise.withResolvers<void>();
  await page.route("**/activate.js", async (route) => {
    asked.resolve();
    await typed.promise;
    await route.continue();
  });
  await visitor.fillIn({ [ADDRESS]: person.email, Password: person.password });
  await visitor.press("Enter");
  await asked.promise;
  await page.getByRole("textbox", { name: "Code" }).waitFor();
  await visitor.type("12");
  typed.resolve();
  const box = (n: number) => page.getByRole("textbox", { name: `Digit ${n} of 4` });
  await box(3).waitFor();
  await visitor.type("3");
  for (const n of [1, 2, 3]) expect(await box(n).inputValue()).toBe(String(n));
});

test(
  "who lets his code run out is told, asks for another one where he is, and is welcome",
  { timeout: 90_000 },
  async ({ expect }) => {
    const person = newPerson();
    await using visitor = await openVisitor(browser, `${service.url}/register`);
    const { page } = visitor;
    await registerAt(visitor, person);
    await visitor.reads(/^The code runs out in \d+ seconds?\.$/);
    await using inbox = await visitor.openTab(services.mock.url);
    const late = await readCode(inbox, person);
    await visitor.reads("The code has run out. Ask for a new one.");
    // The keyboard was taken to the button that is needed now.
    const resend = page.getByRole("button", { name: "Send a new code" });
    expect(await resend.evaluate((button) => button.matches(":focus"))).toBe(true);
    await visitor.press("Enter");
    const code = await readCode(inbox, person, 2);
    expect(code).not.toBe(late);
    await visitor.reads("The mail was sent. Type its code here.");
    await visitor.type(code);
    await visitor.press("Enter");
    await visitor.at("Welcome");
    expect([...visitor.complaints, ...inbox.complaints]).toEqual([]);
  },
);
