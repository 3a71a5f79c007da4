import type { Locale } from "../../domain/locale.ts";
import { renderPlain } from "./render.ts";
import { WORDS } from "./words/all.ts";

/**
 * A span in a language's own words: whole minutes as minutes, everything else as seconds, one at least. The digits are
 * western in every language, as those of the code are.
 */
export function describeLife(ms: number, locale: Locale): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  const isMinutes = seconds % 60 === 0;
  const count = isMinutes ? seconds / 60 : seconds;
  const forms = WORDS[locale][isMinutes ? "minutes" : "seconds"];
  const form = forms[new Intl.PluralRules(locale).select(count)] ?? forms.other;
  return renderPlain(form, { count: String(count) });
}
