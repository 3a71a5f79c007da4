import type { Browser, Page, WebSocketRoute } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { hello, notice, openAnswered, send } from "../support/answered-page.ts";
import { launchBrowser } from "../support/browser.ts";
import type { Person } from "../support/client.ts";
import {
  type Instance,
  type WelcomeServices,
  openWelcome,
  prepareServices,
} from "../support/welcome-page.ts";

let services: WelcomeServices;
let parties: { browser: Browser; service: Instance; reader: Person };
beforeAll(async () => {
  services = await prepareServices("node");
  const [browser, service] = await Promise.all([launchBrowser(), services.start()]);
  parties = { browser, service, reader: await service.arrive() };
});
afterAll(async () => {
  await parties.browser.close();
  await services[Symbol.asyncDispose]();
});

describe("after an interruption the page asks for what came since,", () => {
  test("shows nobody twice, and tells of them alone who came meanwhile", async ({ expect }) => {
    await using open = await openAnswered(parties, [
      (socket) => {
        send(socket, hello("2-0"), notice("1-0"), notice("2-0"));
        void socket.close({ code: 1001 });
      },
      (socket) => send(socket, hello("4-0"), notice("3-0"), notice("4-0")),
    ]);
    await open.item("4-0@").waitFor();
    expect(open.asked).toEqual(["0", "2-0"]);
    expect(await open.shown()).toEqual(
      ["4-0", "3-0", "2-0", "1-0"].map((id) => `${id}@example.com`),
    );
    await open.page.getByRole("status").filter({ hasText: "Newcomers: 2" }).waitFor();
    expect(await open.page.getByText("Some newcomers may be missing").isVisible()).toBe(false);
    expect(open.complaints).toEqual([]);
  });

  test("and says so when some of it is no longer kept", async ({ expect }) => {
    let first: WebSocketRoute | undefined;
    await using open = await openAnswered(parties, [
      (socket) => {
        first = socket;
        send(socket, hello("1-0", false), notice("1-0"));
      },
      (socket) => send(socket, hello("9-0", false), notice("9-0")),
    ]);
    await open.item("1-0@").waitFor();
    expect(await open.page.getByText("Some newcomers may be missing").isVisible()).toBe(false);
    await first?.close({ code: 1013 });
    await open.page.getByText("Some newcomers may be missing").waitFor();
  });

  test("with one new ticket when its token ran out, and without a word of it", async ({
    expect,
  }) => {
    await using open = await openAnswered(parties, [
      (socket) => {
        send(socket, hello("1-0"), notice("1-0"));
        void socket.close({ code: 4401 });
      },
      (socket) => send(socket, hello("2-0"), notice("2-0")),
    ]);
    await open.item("2-0@").waitFor();
    await open.stands("live");
    expect(open.asked).toEqual(["0", "1-0"]);
    expect(await open.page.getByRole("link", { name: "Sign in" }).isVisible()).toBe(false);
  });

  test("later each time while nothing answers, up to half a minute, but at once when the browser is online again", async ({
    expect,
  }) => {
    const start = new Date("2026-01-31T10:00:00Z");
    const prepare = (page: Page): Promise<void> => page.clock.install({ time: start });
    await using open = await openAnswered(parties, [(socket) => send(socket, hello(null))], {
      prepare,
    });
    const { page } = open;
    await open.stands("live");
    await page.getByText("Nobody yet").waitFor();
    // From here on no time goes by but what is let go by.
    await page.clock.pauseAt(new Date(start.getTime() + 60_000));
    // Nobody waits longer than the longest.
    await page.evaluate("Math.random = () => 0.9999");
    await page.route("**/live/tickets", (route) => route.abort());
    await page.evaluate("dispatchEvent(new Event('online'))");
    for (const seconds of [1, 2, 4, 8, 16, 30, 30]) {
      await page.getByText(`Trying again in ${seconds} second`).waitFor();
      await page.clock.runFor(1000 * seconds);
    }
    await page.getByRole("status").filter({ hasText: "The connection was lost" }).waitFor();
    await page.getByText("Trying again in 30 second").waitFor();
    await page.unroute("**/live/tickets");
    await page.evaluate("dispatchEvent(new Event('online'))");
    await open.stands("live");
    await page.getByRole("status").filter({ hasText: "Live" }).waitFor();
    expect(open.complaints).toEqual([]);
  });
});

test("a page that is left and come back to holds no connection meanwhile, and is asked for anew", async ({
  expect,
}) => {
  const closed = Promise.withResolvers<void>();
  await using open = await openAnswered(parties, [
    (socket) => {
      socket.onClose(() => closed.resolve());
      send(socket, hello("1-0"), notice("1-0"));
    },
    (socket) => send(socket, hello("2-0"), notice("2-0")),
  ]);
  await open.item("1-0@").waitFor();
  await open.page.evaluate(
    "dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))",
  );
  await closed.promise;
  expect(open.asked).toEqual(["0"]);
  await open.page.evaluate(
    "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))",
  );
  await open.item("2-0@").waitFor();
  expect(open.asked).toEqual(["0", "0"]);
});

test("without scripts the page says what it would show with them", async ({ expect }) => {
  const { browser, service, reader } = parties;
  await using open = await openWelcome(browser, service.url, reader, { javaScriptEnabled: false });
  expect(await open.page.locator(".standing").isVisible()).toBe(false);
  expect(await open.page.locator("strong").textContent()).toBe(reader.email);
  // Playwright takes scripts away when the page is parsed already, so that this is not seen.
  expect(await (await open.page.reload())?.text()).toMatch(
    /<noscript><p class="hint">With JavaScript switched on/,
  );
});
