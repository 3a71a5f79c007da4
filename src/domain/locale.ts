/** The languages that people are written to in (ISO 639-1). */
export const LOCALES = ["en", "fr", "de", "es", "ar"] as const;
export type Locale = (typeof LOCALES)[number];
