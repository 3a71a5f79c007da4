import type { Failure } from "../domain/failure.ts";
import { type Locale, forEachLocale } from "../domain/locale.ts";
import { renderPlain } from "../email/messages/render.ts";
import { COMMON_WORDS } from "./words/all.ts";
import { SAYINGS, type Saying } from "./words/common.ts";

/** What means the same to people. */
const SAME_AS: Record<string, Saying> = {
  overloaded: "unavailable",
  method_not_allowed: "not_found",
  malformed_request: "invalid_request",
  unsupported_media_type: "invalid_request",
  payload_too_large: "invalid_request",
  internal_error: "failed",
};

const SAYING_NAMES: ReadonlySet<string> = new Set(SAYINGS);
const isSaying = (name: string): name is Saying => SAYING_NAMES.has(name);

/** One of the sentences that all pages have. */
export const say = (
  locale: Locale,
  saying: Saying,
  values: Readonly<Record<string, string>> = {},
): string => renderPlain(COMMON_WORDS[locale].says[saying], values);

/** What a refusal means, in words; and when it can be tried again, where that is known. */
export function sayFailure(
  locale: Locale,
  { code, reason, attemptsLeft, retryAfterSeconds }: Failure,
): string {
  const why = `refused_${reason}`;
  const name = isSaying(why) ? why : isSaying(code) ? code : (SAME_AS[code] ?? "failed");
  const count = attemptsLeft === undefined ? "" : String(attemptsLeft);
  const what = say(locale, name, { count });
  if (retryAfterSeconds === undefined) return what;
  return `${what} ${say(locale, "again", { when: sayWhen(locale, retryAfterSeconds) })}`;
}

// The digits are western in every language, as those of the mails are.
const FORMATS = forEachLocale((locale) => new Intl.RelativeTimeFormat(`${locale}-u-nu-latn`));
const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3600;

/** "in 43 seconds" */
export function sayWhen(locale: Locale, seconds: number): string {
  const format = FORMATS[locale];
  if (seconds < 100) return format.format(seconds, "second");
  if (seconds < 100 * MINUTE_SECONDS)
    return format.format(Math.ceil(seconds / MINUTE_SECONDS), "minute");
  return format.format(Math.ceil(seconds / HOUR_SECONDS), "hour");
}
