import { hash, randomBytes } from "node:crypto";

/** What a token says, the key that signed it, and the seconds since 1970 between which no clock makes it another answer. */
type Verified<Claims> = { claims: Claims; kid: string; fromSeconds: number; untilSeconds: number };

export type VerifiedTokens<Claims> = {
  /** What was kept of a token; undefined when nothing was, or it is not its time. */
  find(token: string, nowSeconds: number): Verified<Claims> | undefined;
  keep(token: string, verified: Verified<Claims>): void;
};

/** About 6 MB; of more, each is verified when it is back. */
const TOKENS_MAX = 10_000;
const KEY_BYTES = 32;

/**
 * Remembers tokens whose signatures were found good, which costs more than all else about a request. In memory alone, by
 * digests under a key of this process, a bounded number: those that were not used for the longest time go first.
 */
export function createVerifiedTokens<Claims>(tokensMax = TOKENS_MAX): VerifiedTokens<Claims> {
  const tokens = new Map<string, Verified<Claims>>();
  const key = randomBytes(KEY_BYTES).toString("hex");
  const digestOf = (token: string): string => hash("sha256", key + token, "base64url");
  return {
    find(token, nowSeconds) {
      const digest = digestOf(token);
      const verified = tokens.get(digest);
      if (!verified) return undefined;
      tokens.delete(digest);
      if (nowSeconds >= verified.untilSeconds) return undefined;
      tokens.set(digest, verified);
      return nowSeconds < verified.fromSeconds ? undefined : verified;
    },
    keep(token, verified) {
      tokens.set(digestOf(token), verified);
      for (const oldest of tokens.keys()) {
        if (tokens.size <= tokensMax) break;
        tokens.delete(oldest);
      }
    },
  };
}
