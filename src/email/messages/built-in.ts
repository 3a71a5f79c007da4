import { readFileSync } from "node:fs";
import mustache from "mustache";
import type { Locale } from "../../domain/locale.ts";
import type { MailText } from "../provider.ts";
import { type MessageKind, carries } from "./content.ts";
import { WORDS } from "./words/all.ts";

/** A template for each part of a message, of each kind in each language. */
export type Templates = (kind: MessageKind, locale: Locale) => MailText;

// The layouts are filled in twice: with words, between these, once; then with the values of each message.
const WORD_TAGS: [string, string] = ["[[", "]]"];
/** Blanks behind the preview, so that an inbox does not go on with what comes next: the code. */
const PREVIEW_END_LENGTH = 100;

/** In pixels: on the narrowest phones, a line holds 8 digits, or the 12 that a passwordless code may have. */
const CODE = { size: 36, spacing: 6 };
const LONGER_CODE = { size: 28, spacing: 3 };

/**
 * The templates that Latchkey has of its own: two layouts, filled in with the words of each language. Each is made when it is
 * asked for: all 45 would cost a start 30 ms, and few services send in five languages.
 */
export function builtInTemplates(): Templates {
  const read = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");
  const layouts = { text: read("./layout.txt"), html: read("./layout.html") };
  const compose = (kind: MessageKind, locale: Locale): MailText => {
    const words = WORDS[locale].messages[kind];
    const view = {
      ...words,
      bareLink: WORDS[locale].bareLink,
      carriesCode: carries(kind, "code"),
      codeStyle: kind === "otp_code" ? LONGER_CODE : CODE,
      carriesLink: carries(kind, "link"),
      previewEnd: Array.from({ length: PREVIEW_END_LENGTH }, () => ({})),
    };
    const fill = (layout: string, escape: (text: string) => string): string =>
      mustache.render(layout, view, {}, { tags: WORD_TAGS, escape });
    return {
      subject: words.subject,
      text: fill(layouts.text, String),
      html: fill(layouts.html, toHtml),
    };
  };
  const made = new Map<string, MailText>();
  return (kind, locale) => {
    const name = `${kind} ${locale}`;
    const template = made.get(name) ?? compose(kind, locale);
    made.set(name, template);
    return template;
  };
}

// Names may be written in another direction than the words around them.
const toHtml = (words: string): string =>
  mustache.escape(words).replaceAll(/\{\{(product|audience)\}\}/g, "<bdi>$&</bdi>");
