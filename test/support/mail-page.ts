import axe from "axe-core";
import type { Browser, Page } from "playwright-core";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// A mail is an article within the page of a mail program, whose landmarks are not the mail's to make.
const OF_WHOLE_PAGES = { region: { enabled: false }, "landmark-one-main": { enabled: false } };
const AXE = `axe.run(document, ${JSON.stringify({ runOnly: RULES, rules: OF_WHOLE_PAGES })})
  .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html)))`;
// Their middles, as they are drawn; not where something else is drawn there.
const DIGITS = `(() => {
  const { firstChild: text } = document.querySelector(".code span");
  return [...text.data].flatMap((digit, i) => {
    const range = document.createRange();
    range.setStart(text, i);
    range.setEnd(text, i + 1);
    const { left, top, width, height } = range.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    return text.parentElement.contains(document.elementFromPoint(x, y)) ? [{ digit, x, y }] : [];
  });
})()`;

export type MailPage = {
  page: Page;
  /** Everything that mails asked the network for. */
  requests: string[];
  show(html: string): Promise<void>;
  findFaults(): Promise<string[]>;
  /** Pixels by which the page is wider than its window. */
  overflow(): Promise<number>;
  /** The code's digits in one line from left to right, as they can be seen. */
  seenCode(): Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** A window of a mail program, as a browser shows it. */
export async function openMailPage(
  browser: Browser,
  colorScheme: "light" | "dark",
  width: number,
): Promise<MailPage> {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 480 } });
  const page = await context.newPage();
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  // Stays there: to show a mail changes the document, not the window.
  await page.addScriptTag({ content: axe.source });
  return {
    page,
    requests,
    show: (html) => page.setContent(html),
    findFaults: () => page.evaluate<string[]>(AXE),
    overflow: () => page.evaluate<number>("document.documentElement.scrollWidth - innerWidth"),
    async seenCode() {
      type Digit = { digit: string; x: number; y: number };
      const digits = await page.evaluate<Digit[]>(DIGITS);
      const inLine = digits.filter(({ y }) => Math.abs(y - (digits[0]?.y ?? 0)) < 1);
      return inLine
        .toSorted((a, b) => a.x - b.x)
        .map(({ digit }) => digit)
        .join("");
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
}
