import { dictionary } from "@zxcvbn-ts/language-common";
import { readings, unitOf } from "./forms.ts";
import { isGuessedAlong } from "./runs.ts";

/** About 49,000 passwords of breaches in small letters: 6 MB of heap, and 25 ms at the start. */
const COMMON: ReadonlySet<string> = new Set(dictionary["passwords-common"]);

const NO_LETTERS_BEFORE = /^[^\p{L}]+/u;
const NO_LETTERS_BEHIND = /[^\p{L}]+$/u;

/**
 * Whether a folded password is a common one: as it is, with digits and signs for letters, said twice, or with a few
 * digits and signs around it. Only the whole is compared, never a part of a longer one (NIST SP 800-63B-4 §3.1.1.2).
 */
export function isCommon(text: string): boolean {
  const withoutTail = text.replace(NO_LETTERS_BEHIND, "");
  const cores = [
    text,
    withoutTail,
    text.replace(NO_LETTERS_BEFORE, ""),
    withoutTail.replace(NO_LETTERS_BEFORE, ""),
  ];
  return cores.some((core) => isKnown(core) && isGuessedAlong(text.replace(core, ""), core.length));
}

const isKnown = (core: string): boolean =>
  readings(core).some((reading) => COMMON.has(reading) || COMMON.has(unitOf(reading)));
