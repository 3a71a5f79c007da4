import { html } from "hono/html";
import { type Locale, forEachLocale } from "../domain/locale.ts";
import type { Html } from "./site.ts";

/** A moment in the reader's language. In UTC, since nobody knows his zone here; a script may make it his. */
export const timeOf = (locale: Locale, moment: Date): Html =>
  html`<time datetime="${moment.toISOString()}">${FORMATS[locale].format(moment)}</time>`;

// The digits are western in every language, as those of the mails are.
const FORMATS = forEachLocale(
  (locale) =>
    new Intl.DateTimeFormat(`${locale === "en" ? "en-GB" : locale}-u-ca-gregory-nu-latn`, {
      year: "numeric",
      month: "short",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      timeZone: "UTC",
      timeZoneName: "short",
    }),
);
