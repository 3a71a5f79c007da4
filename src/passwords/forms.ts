import { PASSWORD_MAX_CHARACTERS } from "../domain/password.ts";

/** A text as it is compared: one form for wide, ligatured and capital letters, some of which become eighteen. */
export const fold = (text: string): string =>
  text.normalize("NFKC").toLowerCase().slice(0, PASSWORD_MAX_CHARACTERS);

// 1 and ! stand for either letter.
const DISGUISES: readonly Record<string, string>[] = ["i", "l"].map((one) => ({
  "0": "o",
  "1": one,
  "!": one,
  "3": "e",
  "4": "a",
  "@": "a",
  "5": "s",
  $: "s",
  "7": "t",
}));

const SIGNS = /[01!34@5$7]/g;

/** A folded text, and what it says when its digits and signs stand for letters: "p@$$w0rd" says "password". */
export function readings(text: string): string[] {
  const signs = text.match(SIGNS)?.length ?? 0;
  // Mostly of signs, it says nothing: a number is a number.
  if (signs === 0 || signs * 2 > text.length) return [text];
  return [
    text,
    ...DISGUISES.map((letters) => text.replaceAll(SIGNS, (sign) => letters[sign] ?? sign)),
  ];
}

/** The shortest text that, repeated, is the given one: "abc" of "abcabc", and of "abc" itself. */
export const unitOf = (text: string): string =>
  text.slice(0, Math.max(1, (text + text).indexOf(text, 1)));
