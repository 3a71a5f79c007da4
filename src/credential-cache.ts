import { createHmac, randomBytes } from "node:crypto";
import type { EmailAddress } from "./domain/email-address.ts";

/**
 * Passwords that were found right a moment ago, so that the same one need not be hashed again: somebody who registers
 * types his code within the minute, with his password. In memory alone, as digests under a key of this process, each
 * bound to the stored hash that it was right for: when that changes, wherever, it is of no use.
 */
export type CredentialCache = {
  /** Keeps that a password is the one of a stored hash. */
  keep(credentials: CachedCredentials, hash: string): void;
  /** Whether a password is known to be the one of this stored hash. */
  knows(credentials: CachedCredentials, hash: string): boolean;
};

type CachedCredentials = { email: EmailAddress; password: string };
type Entry = { hash: string; endsAtMs: number };
type Options = { now?: () => number; entriesMax?: number };

/** From the hash on: a use makes it no longer. */
const LIFE_MS = 2 * 60_000;
/** Some 3 MB; of more people in two minutes, the latest. */
const ENTRIES_MAX = 20_000;
const KEY_BYTES = 32;

export function createCredentialCache({
  now = () => performance.now(),
  entriesMax = ENTRIES_MAX,
}: Options = {}): CredentialCache {
  const key = randomBytes(KEY_BYTES);
  // In the order in which they end.
  const entries = new Map<string, Entry>();
  const digestOf = ({ email, password }: CachedCredentials): string =>
    createHmac("sha256", key).update(`${email.normalised}\n${password}`).digest("base64");

  function forgetEnded(): void {
    for (const [digest, { endsAtMs }] of entries) {
      if (endsAtMs > now() && entries.size <= entriesMax) return;
      entries.delete(digest);
    }
  }

  return {
    keep(credentials, hash) {
      const digest = digestOf(credentials);
      entries.delete(digest);
      entries.set(digest, { hash, endsAtMs: now() + LIFE_MS });
      forgetEnded();
    },
    knows(credentials, hash) {
      forgetEnded();
      return entries.get(digestOf(credentials))?.hash === hash;
    },
  };
}

/** In its place where none is wanted. */
export const NO_CREDENTIAL_CACHE: CredentialCache = { keep() {}, knows: () => false };
