import { accepts } from "hono/accepts";
import type { Context } from "hono";
import { LOCALES, type Locale } from "../domain/locale.ts";
import type { HttpEnvironment } from "./environment.ts";

/** The language that the caller's Accept-Language asks for most (RFC 9110 §12.5.4), of those there are. */
export const preferredLocale = (c: Context<HttpEnvironment>, otherwise: Locale): Locale =>
  accepts(c, {
    header: "Accept-Language",
    supports: [...LOCALES],
    default: otherwise,
    match: (ranges, { default: fallback }) => {
      const wanted = ranges.filter(({ q }) => q > 0).toSorted((a, b) => b.q - a.q);
      // "de-AT" is served by "de" (RFC 4647 §3.4); "*" by the default.
      const languages = wanted.map(({ type }) => type.split("-")[0]?.toLowerCase());
      return languages.find((language) => LOCALES.some((known) => known === language)) ?? fallback;
    },
  }) as Locale;
