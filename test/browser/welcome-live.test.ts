import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { newPerson } from "../support/client.ts";
import { RUNTIMES } from "../support/processes.ts";
import { openSession, sendAs } from "../support/session.ts";
import {
  type Instance,
  type OldProxy,
  type WelcomeServices,
  openWelcome,
  prepareServices,
  startOldProxy,
} from "../support/welcome-page.ts";

const PATIENCE = { timeout: 15_000 };
/** Services are started on the way. */
const TIMEOUT = { timeout: 60_000 };
const SHOWN_MAX = 20;
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe.each(RUNTIMES)("on %s, the welcome page", (runtime) => {
  let services: WelcomeServices;
  let proxy: OldProxy;
  let own: Instance;
  let other: Instance;
  beforeAll(async () => {
    proxy = await startOldProxy();
    services = await prepareServices(runtime, { PAGE_ORIGINS: proxy.url });
    [own, other] = await Promise.all([services.start(), services.start()]);
    proxy.passTo(other.url);
  });
  afterAll(async () => {
    await services[Symbol.asyncDispose]();
    await proxy[Symbol.asyncDispose]();
  });

  test("of who was signed out elsewhere says so, and leads to the sign-in and back", async ({
    expect,
  }) => {
    const reader = await other.arrive();
    await using open = await openWelcome(browser, other.url, reader);
    await open.item(reader.email).waitFor();
    const tokens = await openSession(other, reader);
    expect((await sendAs(other, tokens, "DELETE", "/sessions")).status).toBe(204);
    await open.stands("signedOut");
    const newcomer = await other.arrive();
    expect(await open.shown()).not.toContain(newcomer.email);

    const { page } = open;
    const isReached = async (): Promise<boolean> => {
      await page.keyboard.press("Tab");
      return (await page.evaluate("document.activeElement.textContent")) === "Sign in";
    };
    await vi.waitUntil(isReached, { ...PATIENCE, interval: 1 });
    await page.keyboard.press("Enter");
    await page.locator("#email").fill(reader.email);
    await page.locator("#password").fill(reader.password);
    await page.keyboard.press("Enter");
    await open.item(newcomer.email).waitFor();
    expect(open.complaints).toEqual([]);
  });

  test("behind a proxy that lets no WebSocket through shows newcomers all the same, comes back the same way, and says nothing of it", async ({
    expect,
  }) => {
    const reader = await other.arrive();
    await using open = await openWelcome(browser, proxy.url, reader);
    await open.stands("live");
    const first = await other.arrive();
    await open.item(first.email).waitFor();
    proxy.cut();
    const second = await other.arrive();
    await open.item(second.email).waitFor();
    await open.stands("live");
    expect((await open.shown()).slice(0, 3)).toEqual(
      [second, first, reader].map(({ email }) => email),
    );
    expect(await open.page.locator("main").innerText()).not.toMatch(/WebSocket/i);
    expect(open.complaints).toEqual([]);
  });

  test(
    "of one instance shows who comes by another, at once; after its own was killed and is back, once whom it missed",
    TIMEOUT,
    async ({ expect }) => {
      const reader = await own.arrive();
      await using open = await openWelcome(browser, own.url, reader);
      await open.stands("live");
      const first = await other.arrive();
      await open.item(first.email).waitFor();
      await open.page.getByRole("status").filter({ hasText: first.email }).waitFor();

      // Its waits are random, up to half a minute; these are short, however long the start takes.
      await open.page.evaluate("Math.random = () => 0.05");
      own.kill("SIGKILL");
      await open.stands("lost");
      const missed = await other.arrive();
      await services.start(own.port);
      await open.item(missed.email).waitFor();
      await open.stands("live");
      const last = await other.arrive();
      await open.item(last.email).waitFor();
      expect((await open.shown()).slice(0, 4)).toEqual(
        [last, missed, first, reader].map(({ email }) => email),
      );
      expect(open.complaints).toEqual([]);
    },
  );
});

test(
  "thirty newcomers at once: the newest are shown, they are told of together, and nothing scrolls sideways",
  TIMEOUT,
  async ({ expect }) => {
    await using services = await prepareServices("node", { LIVE_EMAIL: "masked" });
    const service = await services.start();
    const reader = await service.arrive();
    const viewport = { width: 320, height: 640 };
    await using open = await openWelcome(browser, service.url, reader, { viewport });
    await open.stands("live");
    // Whoever comes late is told of alone, and replaces what was said before.
    await open.page.evaluate(`(() => {
    globalThis.spoken = [];
    const region = document.querySelector(".spoken");
    new MutationObserver(() => spoken.push(region.textContent)).observe(region, { childList: true });
  })()`);
    await Promise.all(Array.from({ length: 30 }, () => service.arrive(newPerson())));
    const spoken = (): Promise<string[]> => open.page.evaluate("spoken");
    await expect.poll(spoken).toContainEqual(expect.stringMatching(/^Newcomers: \d+$/));
    await using second = await openWelcome(browser, service.url, reader);
    await vi.waitFor(async () => expect(await second.shown()).toHaveLength(SHOWN_MAX), PATIENCE);
    await vi.waitFor(
      async () => expect(await open.shown()).toEqual(await second.shown()),
      PATIENCE,
    );
    for (const address of await open.shown()) expect(address).toMatch(/^.\*\*\*@e\*\*\*\.com$/);
    expect(await open.page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBe(0);
    // Who was there before is not told of.
    expect(await second.page.getByRole("status").textContent()).toBe("");
  },
);
