import { fold, readings } from "./forms.ts";
import { isGuessedAlong } from "./runs.ts";

/** Whose password it is; what is not known is left out. */
export type PasswordOwner = { email?: string; username?: string | null };

const WORD_MIN = 3;
const NO_LETTERS = /[^\p{L}]+/u;

/** What anybody would try first for this owner at this service: names as they are, and the words in them. */
export function contextWords(
  names: readonly string[],
  { email, username }: PasswordOwner,
): string[] {
  const [, local = "", domain = ""] = /^(.*)@(.*)$/.exec(email ?? "") ?? [];
  // Of a domain its end is nobody's name.
  const whole = [...names, username ?? "", local, domain.replace(/\.[^.]*$/, "")].map(fold);
  const parts = whole.flatMap((name) => name.split(NO_LETTERS));
  return [...new Set([...whole, ...parts, domain])]
    .filter((word) => word.length >= WORD_MIN)
    .sort(longestFirst);
}

const longestFirst = (a: string, b: string): number => b.length - a.length;

/** Whether a folded password is made of such words, and a few characters around them. */
export const consistsOf = (text: string, words: readonly string[]): boolean =>
  readings(text).some((reading) => {
    let rest = reading;
    for (const word of words) rest = rest.replaceAll(word, "");
    return rest !== reading && isGuessedAlong(rest, reading.length - rest.length);
  });
