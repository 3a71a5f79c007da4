import type { Page } from "playwright-core";
import { type Person, newPerson, register, wrongCode } from "./client.ts";
import { codeIn } from "./email-api.ts";
import type { PageService } from "./page-service.ts";

/** Where a state is brought about. */
export type Stage = { page: Page; service: PageService; waiting: Person; active: Person };

const go = async ({ page, service }: Stage, path: string): Promise<void> => {
  // Another query each time, for a fragment alone loads nothing.
  const mark = `${path.includes("?") ? "&" : "?"}x=${Math.random()}`;
  await page.goto(service.url + path.replace(/(?=#|$)/, mark));
  await page.locator("h1").waitFor();
};

/** Sends the form that a field is of, also what the browser would not let go. */
const send = async ({ page }: Stage, fields: Record<string, string>): Promise<void> => {
  await page.evaluate("for (const form of document.forms) form.noValidate = true");
  for (const [id, text] of Object.entries(fields)) await page.locator(`#${id}`).fill(text);
  const answered = page.waitForEvent("load");
  await page.locator(`#${Object.keys(fields).at(-1)}`).press("Enter");
  await answered;
};

/** Sends what needs nothing to be typed. */
const press = async ({ page }: Stage): Promise<void> => {
  const answered = page.waitForEvent("load");
  await page.locator("main .primary").click();
  await answered;
};

const typePassword = async ({ page }: Stage, password: string): Promise<void> => {
  await page.locator("#password").fill(password);
  await page.locator("#password-strength [role=status]:not(:empty)").waitFor();
};

const signIn = async (stage: Stage, { email, password }: Person): Promise<void> => {
  await go(stage, "/login");
  await send(stage, { email, password });
};

/** Answers for the service what the page asks of a code. */
const pin = async (
  { page }: Stage,
  state: string,
  more: { digits?: number; expires_in_ms?: number } = {},
): Promise<void> => {
  const attempts_left = state === "expired" ? 0 : 2;
  const json = { state, expires_in_ms: 0, attempts_left, resend_in_ms: 0, digits: 4, ...more };
  await page.unroute("**/activate/state");
  await page.route("**/activate/state", (route) => route.fulfill({ json }));
  await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
  await page.locator(`[data-state=${state}]`).waitFor();
};

const guess = async (stage: Stage): Promise<void> => {
  await stage.page.unroute("**/activate/state");
  const code = codeIn(await stage.service.newestMail(stage.waiting, 1));
  await stage.page.locator("#code-1").fill(wrongCode(code));
  const answered = stage.page.waitForEvent("load");
  await stage.page.keyboard.press("Enter");
  await answered;
};

/** Changes what the open welcome page hears when it asks for its connection again. */
const interrupt = async ({ page }: Stage, kind: "lost" | "signedOut"): Promise<void> => {
  await page.unroute("**/live/tickets");
  await page.route("**/live/tickets", (route) =>
    kind === "lost" ? route.abort() : route.fulfill({ status: 401 }),
  );
  await page.evaluate("dispatchEvent(new Event('online'))");
  await page.locator(`.standing[data-kind=${kind}]`).waitFor();
};

/** A form of another site, which is refused with the page that only says so. */
const postFromElsewhere = async ({ page, service }: Stage): Promise<void> => {
  await page.goto("about:blank");
  await page.setContent(`<form method="post" action="${service.url}/login"></form>`);
  const answered = page.waitForEvent("load");
  await page.evaluate("document.forms[0].submit()");
  await answered;
  await page.locator(".status").waitFor();
};

/** Every state of every page, as somebody brings it about; some go on from the one before. */
export const PAGE_STATES: Record<string, (stage: Stage) => Promise<void>> = {
  register: (stage) => go(stage, "/register"),
  "register wrong": (stage) => send(stage, { email: "no address", password: "x" }),
  "register strong": (stage) => typePassword(stage, "a quite different one"),
  login: (stage) => go(stage, "/login"),
  "login wrong": (stage) => send(stage, { email: newPerson().email, password: "not it" }),
  "login led to": (stage) => go(stage, "/login?done=signed-out-meanwhile&next=account"),
  "login told": (stage) => go(stage, "/login?done=password-changed"),
  forgot: (stage) => go(stage, "/forgot"),
  "forgot wrong": (stage) => send(stage, { email: "no address" }),
  "forgot sent": (stage) => go(stage, "/forgot?done=sent"),
  "forgot expired": (stage) => go(stage, "/forgot?done=expired"),
  reset: (stage) => go(stage, "/reset#token=t"),
  "reset weak": (stage) => typePassword(stage, "jennifer2019"),
  "reset wrong": (stage) => send(stage, { password: "x" }),
  "reset without link": (stage) => go(stage, "/reset"),
  "reset wrong link": (stage) => send(stage, { password: "x" }),
  "undo without link": (stage) => go(stage, "/undo-email-change"),
  undo: (stage) => go(stage, "/undo-email-change#token=t"),
  "undo expired": press,
  undone: (stage) => go(stage, "/undo-email-change?done=undone"),
  trouble: postFromElsewhere,
  "activate asked": (stage) => go(stage, "/activate"),
  "activate asked wrong": (stage) => send(stage, { email: "no address", password: "x", code: "1" }),
  "activate sent": async (stage) => {
    await go(stage, "/register");
    await send(stage, stage.waiting);
    await stage.page.locator("[data-state=sent]").waitFor();
  },
  "activate with a long code": (stage) => pin(stage, "sent", { digits: 8, expires_in_ms: 500_000 }),
  "activate queued": (stage) => pin(stage, "queued"),
  "activate unsent": (stage) => pin(stage, "unsent"),
  "activate undeliverable": (stage) => pin(stage, "undeliverable"),
  "activate expired": (stage) => pin(stage, "expired"),
  "activate wrong": async (stage) => {
    await stage.page.unroute("**/activate/state");
    await go(stage, "/activate");
    await guess(stage);
  },
  "activate exhausted": guess,
  "activate over": async (stage) => {
    await register(stage.service, { ...stage.waiting, password: newPerson().password });
    await go(stage, "/activate");
  },
  welcome: async (stage) => {
    await signIn(stage, stage.active);
    await stage.page.locator(".newcomers li").first().waitFor();
  },
  "welcome lost": (stage) => interrupt(stage, "lost"),
  "welcome signed out": (stage) => interrupt(stage, "signedOut"),
  account: (stage) => go(stage, "/account"),
  "account wrong": (stage) => send(stage, { username: "a b" }),
  "account saved": (stage) => send(stage, { username: "" }),
  "account wrong password": (stage) =>
    send(stage, { new_password: newPerson().password, current_password: "x" }),
  "account code sent": (stage) =>
    send(stage, { new_email: newPerson().email, email_password: stage.active.password }),
  "account too soon": (stage) => send(stage, { email_password: stage.active.password }),
  "account wrong code": (stage) => send(stage, { code: "00000000" }),
  "account without a tick": (stage) => send(stage, { deletion_password: stage.active.password }),
};
