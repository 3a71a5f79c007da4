import { readFileSync } from "node:fs";
import mustache from "mustache";
import type { Locale } from "../../domain/locale.ts";
import { describeLife } from "../../email/messages/life.ts";
import { renderPlain } from "../../email/messages/render.ts";
import { PAGE_WORDS } from "./words/all.ts";
import { type Ending, type PageWords, SAYINGS } from "./words/words.ts";

export const PAGES = ["reset-password", "undo-email-change"] as const;
export type Page = (typeof PAGES)[number];

/** What the pages tell of the service they are of. */
export type PageFacts = { product: string; passwordMin: number; resetLifeMs: number };

type NamedEnding = Ending & { name: string; reset?: string };

const PAGE_DIRECTORY = new URL("page/", import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, PAGE_DIRECTORY), "utf8");

/** Writes a page whole, in one language: its script only chooses what of it is shown. */
export function writePage(page: Page, locale: Locale, facts: PageFacts): string {
  const words = fillIn(PAGE_WORDS[locale], {
    min: String(facts.passwordMin),
    life: describeLife(facts.resetLifeMs, locale),
    // The page's own to fill in.
    count: "{{count}}",
    when: "{{when}}",
  });
  const { title, endings } = DESCRIBE[page](words);
  const view = {
    page,
    locale,
    words,
    title,
    endings,
    product: facts.product,
    min: facts.passwordMin,
    sayings: SAYINGS.map((name) => ({ name, text: words.says[name] })),
  };
  const partials = {
    content: read(`${page}.html`),
    status: read("status.html"),
    endings: read("endings.html"),
    ending: read("ending.html"),
  };
  return mustache.render(read("layout.html"), view, partials);
}

const fillIn = (words: PageWords, values: Record<string, string>): PageWords =>
  JSON.parse(JSON.stringify(words), (_, value: unknown) =>
    typeof value === "string" ? renderPlain(value, values) : value,
  ) as PageWords;

const DESCRIBE: Record<Page, (words: PageWords) => { title: string; endings: NamedEnding[] }> = {
  "reset-password": ({ reset: { title, sent, done } }) => ({
    title,
    endings: [
      { name: "sent", ...sent },
      { name: "done", ...done },
    ],
  }),
  "undo-email-change": ({ undo: { title, reset, done, expired, taken, missing } }) => ({
    title,
    endings: [
      { name: "done", ...done, reset },
      { name: "expired", ...expired },
      { name: "taken", ...taken },
      { name: "missing", ...missing },
    ],
  }),
};
