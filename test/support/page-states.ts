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

const signIn = async (stage: Stage, { email, password }: Person): Promise<void> => {
  await go(stage, "/login");
  await send(stage, { email, password });
};

/** Answers for the service what the page asks of a code. */
const pin = async ({ page }: Stage, state: string): Promise<void> => {
  const attempts_left = state === "expired" ? 0 : 2;
  const json = { state, expires_in_ms: 0, attempts_left, resend_in_ms: 0, digits: 4 };
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
  "register strong": async (stage) => {
    await stage.page.locator("#password").fill("a quite different one");
    await stage.page.locator("#password-strength [role=status]:not(:empty)").waitFor();
  },
  login: (stage) => go(stage, "/login"),
  "login wrong": (stage) => send(stage, { email: newPerson().email, password: "not it" }),
  "login led to": (stage) => go(stage, "/login?done=signed-out-meanwhile&next=account"),
  "login told": (stage) => go(stage, "/login?done=password-changed"),
  forgot: (stage) => go(stage, "/forgot"),
  "forgot wrong": (stage) => send(stage, { email: "no address" }),
  "forgot sent": (stage) => go(stage, "/forgot?done=sent"),
  reset: (stage) => go(stage, "/reset#token=t"),
  "reset wrong": (stage) => send(stage, { password: "x" }),
  "reset without link": (stage) => go(stage, "/reset"),
  undo: (stage) => go(stage, "/undo-email-change#token=t"),
  undone: (stage) => go(stage, "/undo-email-change?done=undone"),
  trouble: postFromElsewhere,
  "activate asked": (stage) => go(stage, "/activate"),
  "activate asked wrong": (stage) => send(stage, { email: "no address", password: "x", code: "1" }),
  "activate sent": async (stage) => {
    await go(stage, "/register");
    await send(stage, stage.waiting);
    await stage.page.locator("[data-state=sent]").waitFor();
  },
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
  "account code sent": (stage) =>
    send(stage, { new_email: newPerson().email, email_password: stage.active.password }),
};
