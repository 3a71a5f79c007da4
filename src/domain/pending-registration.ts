import type { KeyObject } from "node:crypto";
import { type EmailAddress, parseEmailAddress } from "./email-address.ts";
import { parseJson } from "./parse-json.ts";
import { sealText, unsealText } from "./sealed-text.ts";

/** What a browser may say of an account whose password it proved, and which waits for its code. */
export type PendingRegistration = {
  /** The id of its registration: another one has another. */
  id: string;
  email: EmailAddress;
};

type Sealed = [id: string, address: string, endsAtMs: number];

const ABOUT = "pending";

/** Seals it for as long as it is good, in milliseconds since 1970. */
export const sealPending = (
  key: KeyObject,
  { id, email }: PendingRegistration,
  endsAtMs: number,
): string => {
  const sealed: Sealed = [id, email.address, endsAtMs];
  return sealText(key, ABOUT, JSON.stringify(sealed));
};

/** Reads it again; null for what is not ours, or too old. */
export function readPending(
  key: KeyObject,
  sealed: string,
  nowMs: number,
): PendingRegistration | null {
  const text = unsealText(key, ABOUT, sealed);
  if (text === null) return null;
  const [id, address, endsAtMs] = parseJson(text) as Sealed;
  const email = parseEmailAddress(address);
  return email && nowMs < endsAtMs ? { id, email } : null;
}
