import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, test } from "vitest";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../support/browser.ts";
import { type Instance, type WelcomeServices, prepareServices } from "../support/welcome-page.ts";

const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");

let browser: Browser;
let services: WelcomeServices;
let service: Instance;
beforeAll(async () => {
  [browser, services] = await Promise.all([launchBrowser(), prepareServices("node")]);
  service = await services.start();
});
afterAll(async () => {
  await browser.close();
  await services[Symbol.asyncDispose]();
});

test("the README's way to live notices works in a page of ours", async ({ expect }) => {
  const [, example = ""] = /```js\n(const \{ ticket \}.*?)```/s.exec(readme) ?? [];
  const { email, password } = await service.arrive();
  const page = await browser.newPage();
  await page.goto(`${service.url}/login`);
  await page.getByLabel("E‑mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/welcome");
  const texts = await page.evaluate<string[]>(`(async () => {
    const last = "0";
    ${example}
    const texts = [];
    await new Promise((resolve, reject) => {
      socket.onmessage = ({ data }) => texts.push(data) === 2 && resolve();
      socket.onclose = reject;
    });
    return texts;
  })()`);
  expect(texts.map((text) => JSON.parse(text) as unknown)).toMatchObject([
    { type: "hello", complete: true },
    { type: "notice", event: "activated", email },
  ]);
});
