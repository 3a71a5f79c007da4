import { createHmac, randomBytes } from "node:crypto";
import type { Config } from "./config.ts";
import type { EmailAddress } from "./domain/email-address.ts";
import type { Siblings } from "./workers/siblings.ts";

/**
 * Passwords that were found right a moment ago, so that the same one need not be hashed again: somebody who registers
 * types his code within the minute, with his password. In memory alone, as digests under a key of this instance, each
 * bound to the stored hash that it was right for: when that changes, wherever, it is of no use.
 */
export type CredentialCache = {
  /** Keeps that a password is the one of a stored hash. */
  keep(credentials: CachedCredentials, hash: string): void;
  /** Whether a password is known to be the one of this stored hash. */
  knows(credentials: CachedCredentials, hash: string): boolean;
};

/** What a worker tells the others of what it kept; they have its key. */
export type KeptCredentials = {
  digest: string;
  hash: string;
  /** In ms since 1970. */
  endsAt: number;
};

type CachedCredentials = { email: EmailAddress; password: string };
type Entry = { hash: string; endsAtMs: number };
type Options = {
  key?: Buffer;
  tell?: (kept: KeptCredentials) => void;
  now?: () => number;
  entriesMax?: number;
};

/** From the hash on: a use makes it no longer. */
const LIFE_MS = 2 * 60_000;
/** Some 3 MB; of more people in two minutes, the latest. */
const ENTRIES_MAX = 20_000;
const KEY_BYTES = 32;
const KEPT = "credentials.kept";

export function createCredentialCache({
  key = randomBytes(KEY_BYTES),
  tell = () => {},
  now = () => performance.now(),
  entriesMax = ENTRIES_MAX,
}: Options = {}): CredentialCache & { learn(kept: KeptCredentials): void } {
  // In the order in which they end, but for the moment that others' took to come here.
  const entries = new Map<string, Entry>();
  const digestOf = ({ email, password }: CachedCredentials): string =>
    createHmac("sha256", key).update(`${email.normalised}\n${password}`).digest("base64");

  function put(digest: string, hash: string, lifeMs: number): void {
    entries.delete(digest);
    entries.set(digest, { hash, endsAtMs: now() + lifeMs });
    forgetEnded();
  }

  function forgetEnded(): void {
    for (const [digest, { endsAtMs }] of entries) {
      if (endsAtMs > now() && entries.size <= entriesMax) return;
      entries.delete(digest);
    }
  }

  return {
    keep(credentials, hash) {
      const digest = digestOf(credentials);
      put(digest, hash, LIFE_MS);
      tell({ digest, hash, endsAt: Date.now() + LIFE_MS });
    },
    learn({ digest, hash, endsAt }) {
      const leftMs = Math.min(endsAt - Date.now(), LIFE_MS);
      if (leftMs > 0) put(digest, hash, leftMs);
    },
    knows(credentials, hash) {
      forgetEnded();
      const known = entries.get(digestOf(credentials));
      return known?.hash === hash && known.endsAtMs > now();
    },
  };
}

/** The cache of the configuration; what one worker keeps, all workers of its instance know. */
export function openCredentialCache(
  { CREDENTIAL_CACHE }: Pick<Config, "CREDENTIAL_CACHE">,
  siblings: Siblings,
): CredentialCache {
  if (CREDENTIAL_CACHE === "off") return { keep() {}, knows: () => false };
  const cache = createCredentialCache({
    key: siblings.secret,
    tell: (kept) => siblings.broadcast(KEPT, kept),
  });
  siblings.onMessage(KEPT, (kept) => cache.learn(kept as KeptCredentials));
  return cache;
}
