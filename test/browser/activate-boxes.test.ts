import { Client } from "pg";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { launchBrowser } from "../support/browser.ts";
import { getMe, newPerson } from "../support/client.ts";
import { codeIn } from "../support/email-api.ts";
import { type PageService, startPageService } from "../support/page-service.ts";
import { registerInBrowser } from "../support/waiting-page.ts";

let browser: Browser;
let service: PageService;
let database: Client;
beforeAll(async () => {
  [browser, service] = await Promise.all([
    launchBrowser(),
    // A code for as long as the test types it.
    startPageService({ CODE_TTL_SECONDS: "600" }),
  ]);
  database = new Client({ connectionString: service.databaseUrl });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await browser.close();
  await service[Symbol.asyncDispose]();
});

const FOCUSED = "document.activeElement.id";
const newestCode = async (...of: Parameters<PageService["newestMail"]>): Promise<string> =>
  codeIn(await service.newestMail(...of));

describe("the boxes of a code", () => {
  test("are filled by keyboard alone, go on and back, and Enter sends them", async ({ expect }) => {
    const person = newPerson();
    await using opened = await registerInBrowser(browser, service, person);
    const { page, typed } = opened;
    const code = await newestCode(person, 1);
    const { keyboard } = page;
    expect(await page.evaluate(FOCUSED)).toBe("code-1");
    await keyboard.type("98x7");
    expect([await typed(), await page.evaluate(FOCUSED)]).toEqual(["987", "code-4"]);
    await keyboard.press("Backspace");
    expect([await typed(), await page.evaluate(FOCUSED)]).toEqual(["98", "code-3"]);
    await keyboard.press("Home");
    await keyboard.type(code[0] ?? "");
    expect(await page.evaluate(FOCUSED)).toBe("code-2");
    await keyboard.press("ArrowRight");
    await keyboard.press("ArrowRight");
    await keyboard.press("ArrowLeft");
    expect(await page.evaluate(FOCUSED)).toBe("code-3");
    await keyboard.press("ArrowLeft");
    await keyboard.type(code.slice(1));
    expect(await typed()).toBe(code);
    await keyboard.press("Enter");
    await opened.heading("Welcome");
    expect((await json(getMe(service, person))).status).toBe("active");
    expect(opened.complaints).toEqual([]);
  });

  test("take what is pasted, a whole mail as well, and what a phone fills in", async ({
    expect,
  }) => {
    const person = newPerson();
    await using opened = await registerInBrowser(browser, service, person);
    const { page, typed } = opened;
    const mail = await service.newestMail(person, 1);
    const code = codeIn(mail);
    const paste = (text: string): Promise<void> =>
      page.locator("#code-2").evaluate(pasteText, text);
    for (const [text, held] of [
      ["1234", "1234"],
      ["56 78", "5678"],
      [" 9-0-1-2 ", "9012"],
      ["\u0663\u0664\u0665\u0666", "3456"],
      ["It is 7412, they say", "7412"],
      ["no digits", "7412"],
      [mail.text, code],
    ] as const) {
      await paste(text);
      expect(await typed(), text).toBe(held);
    }
    const first = page.locator("#code-1");
    expect(await first.getAttribute("autocomplete")).toBe("one-time-code");
    await first.fill("2468");
    expect([await typed(), await page.evaluate(FOCUSED)]).toEqual(["2468", "code-4"]);
    await first.fill(code);
    expect(await page.locator("[name=code]").inputValue()).toBe(code);
    await page.getByRole("button", { name: "Activate" }).click();
    await opened.heading("Welcome");
  });

  test("are one group with a name, and each says which digit it is", async ({ expect }) => {
    await using opened = await registerInBrowser(browser, service, newPerson());
    const group = opened.page.getByRole("group", { name: "Code" });
    expect(await group.getAttribute("aria-describedby")).toBe("standing-words");
    for (const n of [1, 2, 3, 4])
      await group.getByRole("textbox", { name: `Digit ${n} of 4`, exact: true }).waitFor();
    // Nobody is sent on by typing alone, and nothing is sent that is not whole.
    await opened.page.keyboard.type("123");
    await opened.page.keyboard.press("Enter");
    expect(await opened.page.evaluate("document.activeElement.matches(':invalid')")).toBe(true);
  });

  test("are eight where the code has eight digits", async ({ expect }) => {
    const person = newPerson();
    await database.query(
      "insert into guess_budgets (address_pseudonym, used, leased) values ($1, 1000, 0)",
      [service.pseudonymOf(person)],
    );
    await using opened = await registerInBrowser(browser, service, person);
    const { page } = opened;
    const long = await newestCode(person, 1);
    expect(long).toMatch(/^\d{8}$/);
    await page.getByRole("textbox", { name: "Digit 8 of 8" }).waitFor();
    await page.keyboard.type(long);
    expect(await opened.typed()).toBe(long);
    await page.keyboard.press("Enter");
    await opened.heading("Welcome");
  });
});

/** In the browser: what pressing Control and V does. */
function pasteText(box: { dispatchEvent(event: unknown): void }, text: string): void {
  const { ClipboardEvent: Pasted, DataTransfer: Data } = globalThis as unknown as {
    ClipboardEvent: new (type: string, init: object) => unknown;
    DataTransfer: new () => { setData(type: string, value: string): void };
  };
  const clipboardData = new Data();
  clipboardData.setData("text", text);
  box.dispatchEvent(new Pasted("paste", { clipboardData, bubbles: true, cancelable: true }));
}
