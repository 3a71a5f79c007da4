import type { Browser } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { newPerson } from "../support/client.ts";
import { type Visitor, openVisitor } from "../support/visitor.ts";
import { ADDRESS, arriveAt, findMail, newcomer, signInAt } from "../support/visits.ts";
import { type Instance, type WelcomeServices, prepareServices } from "../support/welcome-page.ts";

let browser: Browser;
let services: WelcomeServices;
let [one, other]: Instance[] = [];
beforeAll(async () => {
  services = await prepareServices("node", { CODE_TTL_SECONDS: "600" });
  [browser, one, other] = await Promise.all([launchBrowser(), services.start(), services.start()]);
});
afterAll(async () => {
  await browser.close();
  await services[Symbol.asyncDispose]();
});

/** Whole journeys of several people. */
const TIMEOUT = { timeout: 90_000 };

const openAt = (instance: Instance | undefined, path: string, userAgent?: string) =>
  openVisitor(browser, `${instance?.url}${path}`, userAgent === undefined ? {} : { userAgent });
/** A second device, as its own words describe it. */
const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

test(
  "who is there sees another arrive at another instance, and after his own was killed and is back, whom he missed",
  TIMEOUT,
  async ({ expect }) => {
    const [reader, second, third] = [newPerson(), newPerson(), newPerson()];
    await using here = await openAt(one, "/register");
    await using there = await openAt(other, "/register");
    await using inbox = await openVisitor(browser, services.mock.url);
    await arriveAt(here, inbox, reader);
    await here.reads("Live: newcomers show here at once.");
    await arriveAt(there, inbox, second);
    await newcomer(here, second).getByText("joined").waitFor();

    // Its waits are random, up to half a minute; these are short, however long the start takes.
    await here.page.evaluate("Math.random = () => 0.05");
    one?.kill("SIGKILL");
    await here.reads("The connection was lost.");
    await there.follow("button", "Sign out");
    await there.follow("link", "Create an account");
    await arriveAt(there, inbox, third);
    await services.start(one?.port);
    await newcomer(here, third).waitFor();
    await here.reads("Live: newcomers show here at once.");
    const list = here.page.getByRole("list", { name: "Who is new" }).getByRole("listitem");
    expect(await list.allTextContents()).toEqual(
      [third, second, reader].map(({ email }) => expect.stringContaining(email)),
    );
    // A restart signs nobody out.
    await here.follow("link", "Your account");
    await here.at("Your account");
    expect([...here.complaints, ...there.complaints]).toEqual([]);
  },
);

test(
  "a forgotten password is replaced by the link in the inbox; whoever is signed in elsewhere sees that he no longer is",
  TIMEOUT,
  async ({ expect }) => {
    const person = newPerson();
    const { password } = newPerson();
    await using open = await openAt(other, "/register");
    await using inbox = await openVisitor(browser, services.mock.url);
    await arriveAt(open, inbox, person);
    await using elsewhere = await openAt(other, "/login");
    await elsewhere.follow("link", "Forgot your password?");
    await elsewhere.fillIn({ [ADDRESS]: person.email });
    await elsewhere.press("Enter");
    await elsewhere.at("Check your inbox");
    await using reset = await inbox.followOut(await findMail(inbox, person, 2), "Open its link");
    await reset.at("Choose a new password");
    await reset.fillIn({ "New password": password });
    await reset.press("Enter");
    await reset.reads("Your password was changed, and all devices were signed out.");
    await saysSignedOut(open);
    await signInAt(reset, { ...person, password });
    await reset.at("Welcome");
    // The owner is told of it by mail.
    await findMail(inbox, person, 3);
    expect([...open.complaints, ...elsewhere.complaints, ...reset.complaints]).toEqual([]);
  },
);

test(
  "of two devices one signs the other out, whose open page says so and leads back in; a deleted account is gone from both",
  TIMEOUT,
  async ({ expect }) => {
    const person = newPerson();
    await using desk = await openAt(other, "/register", FIREFOX);
    await using inbox = await openVisitor(browser, services.mock.url);
    await arriveAt(desk, inbox, person);
    await desk.reads("Live: newcomers show here at once.");
    await using lap = await openAt(other, "/login?next=account");
    await signInAt(lap, person);
    await lap.at("Your account");
    await lap.follow("button", "Sign out Firefox on Windows");
    await lap.reads("The device was signed out.");
    await saysSignedOut(desk);
    await desk.follow("link", "Your account");
    await signInAt(desk, person);
    await desk.at("Your account");
    await desk.follow("link", "Welcome");
    await desk.reads("Live: newcomers show here at once.");

    const deletion = lap.page.getByRole("region", { name: "Delete the account" });
    // The space ticks the box.
    const filled = { "Delete my account for good": " ", "Current password": person.password };
    await lap.fillIn(filled, deletion);
    await lap.press("Enter");
    await lap.reads("Your account was deleted.");
    await saysSignedOut(desk);
    await desk.follow("link", "Sign in");
    await signInAt(desk, person);
    await desk.reads("The e\u2011mail address or the password is wrong.");
    expect([...desk.complaints, ...lap.complaints]).toEqual([]);
  },
);

/** The open welcome page of somebody whose session ended elsewhere. */
async function saysSignedOut({ page, reads }: Visitor): Promise<void> {
  await reads("You are signed out, so nothing more shows here.");
  await page.getByRole("main").getByRole("link", { name: "Sign in" }).waitFor();
}
