import { accepts } from "hono/accepts";
import type { Context } from "hono";
import { LOCALES, type Locale } from "../domain/locale.ts";
import type { HttpEnvironment } from "./environment.ts";

/**
 * The language that the caller's Accept-Language asks for most (RFC 9110 §12.5.4), of those there are; the other one
 * when it asks for none of them. What is not well-formed in it is passed over.
 */
export const preferredLocale = <Other extends Locale | null>(
  c: Context<HttpEnvironment>,
  otherwise: Other,
): Locale | Other =>
  (accepts(c, {
    header: "Accept-Language",
    supports: [...LOCALES],
    default: NONE,
    match: (ranges) => {
      // "de-AT" is served by "de" (RFC 4647 §3.4).
      const asked = ranges.map(({ type, q }) => ({ language: languageOf(type), q }));
      const wanted = asked.filter(({ q }) => q > 0).toSorted((a, b) => b.q - a.q);
      const refused = new Set(asked.filter(({ q }) => q === 0).map(({ language }) => language));
      // "*" is any language that is not refused, so the one that would be taken anyway if it may be.
      const any = [otherwise ?? NONE, ...LOCALES].find((locale) => !refused.has(locale));
      const found = wanted.map(({ language }) =>
        language === "*" ? any : LOCALES.find((locale) => locale === language),
      );
      return found.find((locale) => locale !== undefined) ?? NONE;
    },
  }) as Locale | typeof NONE) || otherwise;

const NONE = "";

const languageOf = (range: string): string => (range.split("-")[0] ?? "").toLowerCase();
