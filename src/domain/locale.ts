/** The languages that people are written to in (ISO 639-1). */
export const LOCALES = ["en", "fr", "de", "es", "ar"] as const;
export type Locale = (typeof LOCALES)[number];

/** What is made once for each language. */
export const forEachLocale = <Value>(make: (locale: Locale) => Value): Record<Locale, Value> =>
  Object.fromEntries(LOCALES.map((locale) => [locale, make(locale)])) as Record<Locale, Value>;
