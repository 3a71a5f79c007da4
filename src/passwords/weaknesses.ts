import type { RefusalReason } from "../domain/failure.ts";
import { isCommon } from "./common-passwords.ts";
import { type PasswordOwner, consistsOf, contextWords } from "./context-words.ts";
import { fold } from "./forms.ts";
import { isRepetitive } from "./runs.ts";

/** Why a password would be among the first that are tried; null when it would not. Names are the service's own. */
export function weaknessOf(
  password: string,
  names: readonly string[],
  owner: PasswordOwner,
): Exclude<RefusalReason, "breached"> | null {
  const text = fold(password);
  if (isRepetitive(text)) return "repetitive";
  if (consistsOf(text, contextWords(names, owner))) return "contains_context";
  return isCommon(text) ? "too_common" : null;
}
