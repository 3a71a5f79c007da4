import axe from "axe-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { opsPageRoutes } from "../../src/features/ops-page/routes.ts";
import { launchBrowser } from "../support/browser.ts";
import { DEAD_EVENT, GUESS_BOUND } from "../support/ops-answers.ts";
import { PROVIDERS } from "../support/ops-mail-api.ts";
import { openOpsPage } from "../support/ops-page.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const AXE = `axe.run(document, { runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html)))`;

describe.for([
  ["light", 1280],
  ["dark", 320],
] as const)("in %s colours, %i pixels wide", ([colorScheme, width]) => {
  test("the page with everything open has no fault that axe finds, and does not scroll sideways", async ({
    expect,
  }) => {
    await using open = await openOpsPage(
      browser,
      { colorScheme, viewport: { width, height: 800 }, bypassCSP: true },
      {
        api: (api) => {
          api.breaker.open = true;
          api.mail.addLetters(25);
          api.mail.mail.providers = PROVIDERS;
          api.webhooks.endpoint.state = "open";
          api.webhooks.endpoint.problem = "answered 503";
          api.webhooks.events = [DEAD_EVENT];
          api.change(
            "activate.ip",
            { candidate: "20/1m", allow: ["2001:db8::/32"] },
            "x".repeat(200),
          );
          api.change("send.hour", { mode: "shadow" }, "look first");
          api.change("register.ip", { mode: "off" }, "a fair");
        },
      },
    );
    const { page, api } = open;
    await page.addScriptTag({ content: axe.source });
    const find = (): Promise<string[]> => page.evaluate(AXE);
    const overflow = (): Promise<number> =>
      page.evaluate("document.documentElement.scrollWidth - innerWidth");
    expect(await find()).toEqual([]);

    for (const summary of await page.locator("main summary").all()) await summary.click();
    const first = page.getByRole("article", { name: "activate.ip", exact: true });
    await first.getByRole("button", { name: "Try it" }).click();
    await first.getByRole("table").waitFor();
    const second = page.getByRole("article", { name: "send.hour", exact: true });
    await second.getByLabel("Quota", { exact: true }).fill("often");
    await second.getByRole("button", { name: "Try it" }).click();
    await second.getByText("is not a quota").waitFor();
    const third = page.getByRole("article", { name: "register.ip", exact: true });
    await third.getByLabel("Quota", { exact: true }).fill("2/1h");
    await third.getByLabel("Reason").fill("less");
    api.change("register.ip", { mode: "enforce" }, "the fair is over");
    await third.getByRole("button", { name: "Apply" }).click();
    await third.getByRole("table").waitFor();
    await page.getByLabel("Client address").fill("198.51.100.7");
    await page.getByRole("button", { name: "Explain" }).click();
    await page.getByText("It would be refused by activate.address").waitFor();
    await page.getByLabel("Address", { exact: true }).fill("ada@example.com");
    await page.getByRole("button", { name: "Look up" }).click();
    await page.getByText("Nothing is sent to it").waitFor();
    await page.locator("#dead-letters").getByRole("button", { name: "Send again" }).click();
    await page.getByText("Choose at least one first.").waitFor();
    expect(await find()).toEqual([]);
    expect(await overflow()).toBeLessThanOrEqual(0);

    await page.getByRole("button", { name: "Clear activate.address" }).click();
    await page.getByRole("dialog").waitFor();
    expect(await find()).toEqual([]);

    // The control: axe does find a field without a label.
    await page.evaluate("document.querySelector('#ask label').remove()");
    expect(await find()).not.toEqual([]);
  });
});

describe("what the page shows", () => {
  test("is text, whatever it contains", async ({ expect }) => {
    const reason = "<img src=x onerror=\"document.title='owned'\">";
    await using open = await openOpsPage(
      browser,
      {},
      {
        api: (api) => void api.change("activate.ip", { allow: [reason] }, reason, "<b>grace</b>"),
      },
    );
    const { page, complaints } = open;
    await page.getByText(`allow list empty → ${reason}`).waitFor();
    expect(await page.locator("main img, main b").count()).toBe(0);
    expect(await page.title()).toBe("Operations · Latchkey");
    expect(complaints).toEqual([]);
  });
});

test("a limit that is on no route says so, and is folded away", async ({ expect }) => {
  await using open = await openOpsPage(browser);
  const { page } = open;
  const unused = page.getByRole("article", { name: "reset.ip", exact: true });
  await page.getByText("1 limit is on no route yet, and does nothing").waitFor();
  expect(await unused.isVisible()).toBe(false);
  await page.getByText("1 limit is on no route yet, and does nothing").click();
  expect(await unused.innerText()).toMatch(
    /Unused[^]*on no route yet: nothing is counted or refused/i,
  );
});

test("the guess bound is told of passwordless codes too, and either one alarms", async ({
  expect,
}) => {
  await using open = await openOpsPage(browser);
  const tile = open.page.getByRole("article", { name: "Guess bound" });
  await tile.getByText("1 in 1,000").first().waitFor();
  expect(await tile.innerText()).toContain(
    "Of a passwordless code it is 1 in 2,000,000 a day: 10 wrong codes of 8 digits are compared in 24 hours, each with 5 codes at most.",
  );
  expect(await tile.getAttribute("data-kind")).toBe("good");
  const bound = { ...GUESS_BOUND, otp: { ...GUESS_BOUND.otp, probability_per_day: 0.002 } };
  await open.page.route("**/ops/guess-bound", (route) => route.fulfill({ json: bound }));
  await open.page.reload();
  await open.page.locator("#bound[data-kind=bad]").waitFor();
});

describe("GET /ops", () => {
  test("allows no script and no style but its own, and the browser keeps to it", async ({
    expect,
  }) => {
    const response = await opsPageRoutes().request("/ops");
    expect(response.headers.get("content-security-policy")).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    await using open = await openOpsPage(browser);
    await open.page.addScriptTag({ content: "document.title = 'owned'" }).catch(() => undefined);
    expect(await open.page.title()).toBe("Operations · Latchkey");
    await expect.poll(() => open.complaints.join()).toContain("Content Security Policy");
  });

  test("serves its scripts and styles, and nothing else of its folder", async ({ expect }) => {
    const type = async (path: string): Promise<string | null> =>
      (await opsPageRoutes().request(path)).headers.get("content-type");
    expect(await type("/ops/assets/ops.js")).toBe("text/javascript; charset=utf-8");
    expect(await type("/ops/assets/ops.css")).toBe("text/css; charset=utf-8");
    expect((await opsPageRoutes().request("/ops/assets/ops.html")).status).toBe(404);
    expect((await opsPageRoutes().request("/ops/assets/..%2froutes.ts")).status).toBe(404);
  });
});
