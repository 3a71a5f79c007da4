import { mintCode } from "../../domain/one-time-code.ts";
import type { CodeKey, CodeNumber, Retirement } from "../../redis/one-time-codes.ts";
import type { Resources } from "../../resources.ts";

/** What a new code may be guessed at, and how long it is. */
export type Allowance = { digits: number; triesMax: number; leaseId: string };

type CodeToIssue = {
  messageId: string;
  key: CodeKey;
  number: CodeNumber;
  /** From the acceptance of its mail on. */
  ttlMs: number;
  digest: (code: string) => string;
  /** Asked once the older code takes no guess any more. */
  allow: (older: Retirement) => Promise<Allowance> | Allowance;
};

/**
 * Makes the code of a message the live one, and returns it; null when a newer one stands there. It is stored for the
 * time of the send and its full life, because it must be known before the mail arrives.
 */
export async function issueCode(
  { codes, keys, mailer }: Pick<Resources, "codes" | "keys" | "mailer">,
  { messageId, key, number, digest, allow, ...of }: CodeToIssue,
): Promise<string | null> {
  const ttlMs = of.ttlMs + mailer.longestMs;
  const older = await codes.retire(key, number, ttlMs);
  if (older.kind === "newer") return null;
  if (older.kind === "held") return mintCode(keys.codeMint, messageId, older.digits);
  const allowance = await allow(older);
  const code = mintCode(keys.codeMint, messageId, allowance.digits);
  const isStored = await codes.issue({
    ...key,
    ...number,
    ...allowance,
    digest: digest(code),
    ttlMs,
  });
  return isStored ? code : null;
}
