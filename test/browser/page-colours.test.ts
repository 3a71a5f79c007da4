import axe from "axe-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { readableOn } from "../../src/domain/contrast.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Instance, type WelcomeServices, prepareServices } from "../support/welcome-page.ts";

const BRANDS = [
  "#0b5cad",
  "#ffd400",
  "#000000",
  "#ffffff",
  "#7f7f7f",
  "#ff0000",
  "#00ff00",
  "#0000ff",
];
const AXE = `axe.run(document, { runOnly: ["color-contrast"] }).then(({ violations, incomplete }) =>
  [...violations, ...incomplete].flatMap(({ nodes }) => nodes.map(({ html }) => html)))`;
/** In the browser: the page in another brand. */
const paint = (brand: string): string => `(() => {
  const { style } = document.documentElement;
  style.setProperty("--brand", "${brand}");
  style.setProperty("--on-brand", "${readableOn(brand)}");
})()`;
/** In the browser: how far the colours of two things are apart (WCAG 2.2), whatever they are written in. */
const CONTRAST = `(inner, outer) => {
  const luminance = (color) => {
    const context = new OffscreenCanvas(1, 1).getContext("2d");
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map((each) => each / 255)
      .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const [a, b] = [luminance(inner), luminance(outer)];
  return Math.max(a, b) / Math.min(a, b);
}`;
const LINK_CONTRAST = `(${CONTRAST})(getComputedStyle(document.querySelector("main a")).color,
  getComputedStyle(document.querySelector("main")).backgroundColor)`;
const EDGE_CONTRAST = `(${CONTRAST})(getComputedStyle(document.querySelector("input")).borderTopColor,
  getComputedStyle(document.querySelector("main")).backgroundColor)`;

let browser: Browser;
let services: WelcomeServices;
let service: Instance;
beforeAll(async () => {
  services = await prepareServices("node");
  [browser, service] = await Promise.all([launchBrowser(), services.start()]);
});
afterAll(async () => {
  await browser.close();
  await services[Symbol.asyncDispose]();
});

describe.for(["light", "dark"] as const)("in %s colours", (colorScheme) => {
  test("every text is readable in every brand, and what is to be filled in can be seen", async ({
    expect,
  }) => {
    const page = await browser.newPage({ colorScheme, bypassCSP: true, reducedMotion: "reduce" });
    await page.goto(`${service.url}/login?done=signed-out`);
    await page.addScriptTag({ content: axe.source });
    for (const brand of BRANDS) {
      await page.evaluate(paint(brand));
      expect(await page.evaluate(AXE), brand).toEqual([]);
      expect(await page.evaluate(LINK_CONTRAST), brand).toBeGreaterThan(4.5);
      expect(await page.evaluate(EDGE_CONTRAST), brand).toBeGreaterThan(3);
    }
    await page.evaluate("document.querySelector('main a').style.color = '#888'");
    expect(await page.evaluate(LINK_CONTRAST)).toBeLessThan(5);
    await page.close();
  });
});

test("nothing moves for who wants nothing to move", async ({ expect }) => {
  const moving = `[...document.querySelectorAll("*")].filter((each) =>
    parseFloat(getComputedStyle(each).transitionDuration) > 0).length`;
  const page = await browser.newPage({ reducedMotion: "reduce" });
  await page.goto(`${service.url}/login`);
  expect(await page.evaluate(moving)).toBe(0);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  expect(await page.evaluate(moving)).toBeGreaterThan(0);
  await page.close();
});
