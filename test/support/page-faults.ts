import axe from "axe-core";
import type { Page } from "playwright-core";
import type { Locale } from "../../src/domain/locale.ts";
import { COMMON_WORDS } from "../../src/pages/words/all.ts";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const run = (options: object): string =>
  `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html)))`;
const STOPS_MAX = 80;

/** Everything that axe finds. */
export async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate<string[]>(run({ runOnly: RULES }));
}

/** What it finds besides in dark colours, which differ from the light ones in nothing else. */
export async function darkFaults(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: "dark" });
  const found = await page.evaluate<string[]>(run({ runOnly: ["color-contrast"] }));
  await page.emulateMedia({ colorScheme: "light" });
  return found;
}

type Look = { lang: string; direction: string; title: string; headings: string[]; text: string };
const LOOK = `({
  lang: document.documentElement.lang,
  direction: getComputedStyle(document.body).direction,
  title: document.title,
  headings: [...document.querySelectorAll("h1")].map((each) => each.textContent),
  text: document.body.innerText,
})`;

/** What is wrong with how a page of a product is put together: its language, title and words, and whether all of it is in the window. */
export async function buildFaults(page: Page, locale: Locale, product: string): Promise<string[]> {
  const { lang, direction, title, headings, text } = await page.evaluate<Look>(LOOK);
  const { direction: right, error } = COMMON_WORDS[locale];
  const [heading = ""] = headings;
  const titles = [`${heading} · ${product}`, `${error}: ${heading} · ${product}`];
  return [
    ...(headings.length === 1 && heading !== "" ? [] : [`${headings.length} headings`]),
    ...(titles.includes(title) ? [] : [`the title ${title} above ${heading}`]),
    ...(lang === locale && direction === right ? [] : [`${lang}, ${direction}`]),
    ...(text.match(/\{\{.*|.*undefined.*|.*\[object.*|.*Invalid Date.*/g) ?? []),
    ...(await page.evaluate<string[]>(LOST)),
  ];
}

/** In the browser: what is wider than the window, or than what it stands in. */
const LOST = `(() => {
  const name = ({ tagName, id, className, textContent }) =>
    [tagName, id, className, textContent.trim().slice(0, 30)].join(" ");
  const overflow = document.documentElement.scrollWidth - innerWidth;
  const cut = [...document.querySelectorAll("body, main, main *, header *")].filter((each) =>
    !each.closest(".unseen, svg") && !each.querySelector(":scope > svg") && each.tagName !== "INPUT" &&
    each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1);
  return [...(overflow > 0 ? [overflow + " pixels too wide"] : []), ...cut.map((each) => "cut: " + name(each))];
})()`;

/** The same with text of twice its size (WCAG 2.2, 1.4.4). */
export async function zoomFaults(page: Page): Promise<string[]> {
  await page.evaluate("document.documentElement.style.fontSize = '200%'");
  const found = await page.evaluate<string[]>(LOST);
  await page.evaluate("document.documentElement.style.fontSize = ''");
  return found.map((each) => `at 200 %: ${each}`);
}

/** In the browser: starts a walk by Tab, and notes each stop. */
const WALK = `globalThis.walk = { stops: [], faults: [] }`;
const STOP = `(() => {
  const { stops, faults } = globalThis.walk;
  const here = document.activeElement;
  if (here === document.body) return false;
  if (stops.includes(here)) return true;
  const name = [here.tagName, here.id, here.textContent.trim()].join(" ");
  const { outlineStyle, outlineWidth } = getComputedStyle(here);
  const box = here.getBoundingClientRect();
  if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) faults.push("no focus seen: " + name);
  if (box.top < 0 || box.bottom > innerHeight) faults.push("out of sight: " + name);
  stops.push(here);
  return false;
})()`;
/** In the browser: what comes before that which stands above it, or before it on its line. */
const ORDER = `(() => {
  const { stops, faults } = globalThis.walk;
  const FOLLOWING = 4;
  const first = stops.findIndex((each) => stops.every((other) =>
    other === each || each.compareDocumentPosition(other) & FOLLOWING));
  const walked = [...stops.slice(first), ...stops.slice(0, first)];
  const boxes = walked.map((each) => each.getBoundingClientRect());
  const parents = (each) => (each ? [each, ...parents(each.parentElement)] : []);
  for (let i = 1; i < walked.length; i++) {
    const [before, here] = [boxes[i - 1], boxes[i]];
    if (here.top >= before.bottom - 4) continue;
    const around = parents(walked[i]).find((each) => each.contains(walked[i - 1]));
    const isLeft = getComputedStyle(around).direction === "rtl";
    const isAfter = isLeft ? here.right <= before.left + 4 : here.left >= before.right - 4;
    if (here.bottom < before.top + 4 || !isAfter)
      faults.push("out of order: " + walked[i].tagName + " " + walked[i].id + " " + walked[i].textContent.trim());
  }
  return [...faults, ...(walked.length === 0 ? ["nothing to stop at"] : [])];
})()`;

/** Walks through a page by Tab alone: each stop is to be seen, and in the order in which they are seen. */
export async function keyboardFaults(page: Page): Promise<string[]> {
  await page.evaluate(WALK);
  for (let stops = 0; stops < STOPS_MAX; stops++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate<boolean>(STOP)) return page.evaluate(ORDER);
  }
  return ["Tab comes to no end"];
}
