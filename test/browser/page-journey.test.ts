import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { newPerson, wrongCode } from "../support/client.ts";
import { type Pictures, openPictures } from "../support/pictures.ts";
import { RUNTIMES } from "../support/processes.ts";
import { type Visitor, openVisitor } from "../support/visitor.ts";
import { ADDRESS, findMail, newcomer, readCode, registerAt, signInAt } from "../support/visits.ts";
import { type Instance, type WelcomeServices, prepareServices } from "../support/welcome-page.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe.for(RUNTIMES)("on %s, by eyes and keyboard alone,", (runtime) => {
  let services: WelcomeServices;
  let service: Instance;
  beforeAll(async () => {
    // As long as somebody takes on a crowded machine; pictures show the usual minute.
    const life = openPictures(browser).isOn ? "60" : "600";
    services = await prepareServices(runtime, { CODE_TTL_SECONDS: life });
    service = await services.start();
  });
  afterAll(() => services[Symbol.asyncDispose]());

  test("somebody registers, finds the code in his inbox, mistypes it, types it, is welcome, leaves and comes back", async ({
    expect,
  }) => {
    const pictures = openPictures(browser);
    const person = { ...newPerson(), email: "ada@example.com" };
    await using visitor = await openVisitor(browser, `${service.url}/welcome`, pictures.window);
    const { page } = visitor;
    await visitor.at("Sign in");
    await visitor.follow("link", "Create an account");
    await registerAt(visitor, person, async () => {
      await visitor.reads("Strength of the password: Very strong.");
      await pictures.take(page);
    });
    await visitor.reads("The mail was sent. Type its code here.");
    await pictures.take(page);
    await using inbox = await visitor.openTab(services.mock.url);
    const code = await readCode(inbox, person);
    expect(code).toMatch(/^\d{4}$/);

    // The cursor is where the code belongs, before and after a wrong one.
    await visitor.type(wrongCode(code));
    await visitor.press("Enter");
    await visitor.reads("The code is wrong. Tries left: 4.");
    expect(await page.title()).toBe("Error: Activate your account · Latchkey");
    await visitor.type(code);
    await visitor.press("Enter");
    await visitor.at("Welcome");
    await newcomer(visitor, person).getByText("joined").waitFor();
    for (const name of pictures.isOn ? ["grace", "alan", "mary", "tim"] : []) {
      const another = await service.arrive({ ...newPerson(), email: `${name}@example.com` });
      await newcomer(visitor, another).waitFor();
    }
    await pictures.take(page, "dark");
    await pictures.write("pages");
    if (pictures.isOn) await pictureAccount(visitor, pictures);

    await visitor.follow("button", "Sign out");
    await visitor.reads("You are signed out.");
    await page.goBack();
    await signInAt(visitor, person);
    await visitor.at("Welcome");
    await visitor.reads(person.email);
    expect([...visitor.complaints, ...inbox.complaints]).toEqual([]);
  });

  test("somebody without JavaScript does the same, and chooses another password by the link of a mail", async ({
    expect,
  }) => {
    const person = newPerson();
    await using visitor = await openVisitor(browser, `${service.url}/register`, {
      javaScriptEnabled: false,
    });
    // The mails come to another device.
    await using inbox = await openVisitor(browser, services.mock.url);
    await registerAt(visitor, person);
    const code = await readCode(inbox, person);
    const runsOut = visitor.page.getByText(/^The code runs out in \d+ (minutes|seconds)\.$/);
    // The mail is there a moment before the service knows that it was sent.
    const look = async (): Promise<boolean> => {
      const answered = visitor.page.waitForEvent("load");
      await visitor.follow("link", "See how it stands now");
      await answered;
      return runsOut.isVisible();
    };
    await expect.poll(look).toBe(true);
    await visitor.fillIn({ Code: wrongCode(code) });
    await visitor.press("Enter");
    await visitor.reads("The code is wrong. Tries left: 4.");
    await visitor.fillIn({ Code: code });
    await visitor.press("Enter");
    await visitor.at("Welcome");
    await visitor.follow("button", "Sign out");

    await visitor.follow("link", "Forgot your password?");
    await visitor.at("Reset your password");
    await visitor.fillIn({ [ADDRESS]: person.email });
    await visitor.press("Enter");
    await visitor.at("Check your inbox");
    const mail = await findMail(inbox, person, 2);
    const link = (await mail.getByRole("link").first().getAttribute("href")) ?? "";
    await visitor.open(link);
    const { password } = newPerson();
    await visitor.fillIn({ "Link from the mail": link, "New password": password });
    await visitor.press("Enter");
    await visitor.reads("Your password was changed, and all devices were signed out.");
    await signInAt(visitor, person);
    await visitor.reads("The e\u2011mail address or the password is wrong.");
    await visitor.fillIn({ Password: password });
    await visitor.press("Enter");
    await visitor.at("Welcome");
    expect([...visitor.complaints, ...inbox.complaints]).toEqual([]);
  });
});

/** The page of the account: its first parts, and in Arabic and dark its devices. */
async function pictureAccount({ page }: Visitor, pictures: Pictures): Promise<void> {
  const url = new URL("/account", page.url()).href;
  await using english = await openVisitor(browser, url, {
    ...pictures.window,
    storageState: await page.context().storageState(),
  });
  await pictures.take(english.page);
  await english.open(`${url}#password`);
  await pictures.take(english.page);
  await using arabic = await openVisitor(browser, `${url}#devices`, {
    ...pictures.window,
    locale: "ar",
    storageState: await page.context().storageState(),
  });
  await pictures.take(arabic.page, "dark");
  await pictures.write("account");
}
