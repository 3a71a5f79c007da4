import { type Locale, forEachLocale } from "../../domain/locale.ts";
import { renderPlain } from "./render.ts";
import { WORDS } from "./words/all.ts";

/** The largest first. */
const UNITS = [
  ["days", 86_400],
  ["hours", 3600],
  ["minutes", 60],
  ["seconds", 1],
] as const;

const PLURALS = forEachLocale((locale) => new Intl.PluralRules(locale));

/**
 * A span in a language's own words, one second at least, in the largest unit that it is whole numbers of. The digits are
 * western in every language, as those of the code are.
 */
export function describeLife(ms: number, locale: Locale): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  const [unit, length] = UNITS.find(([, each]) => seconds % each === 0) ?? ["seconds", 1];
  const count = seconds / length;
  const forms = WORDS[locale][unit];
  const form = forms[PLURALS[locale].select(count)] ?? forms.other;
  return renderPlain(form, { count: String(count) });
}
