import { type KeyObject, createHmac } from "node:crypto";

export type CodePurpose = "activation" | "email_change";

/** What a code is bound to: change any member and the digest no longer matches. */
export type CodeBinding = {
  purpose: CodePurpose;
  accountId: string;
  /** One per password hash: a re-registration voids every older code. */
  generation: number;
  /** Of a change of address: which one, so that the code of one address confirms no other. */
  changeId?: string;
};

/**
 * Derives the code of one message, uniform over 10^digits and zero-padded. The same message always has the same
 * code, so that a repeated send carries it again, and nobody stores it.
 */
export function mintCode(key: KeyObject, messageId: string, digits: number): string {
  const space = 10 ** digits;
  // Rejection sampling over 48 bits: a plain remainder would favour the low codes.
  const limit = 2 ** 48 - (2 ** 48 % space);
  for (let round = 0; ; round++) {
    const drawn = createHmac("sha256", key)
      .update(`${messageId}\n${round}`)
      .digest()
      .readUIntBE(0, 6);
    if (drawn < limit) return String(drawn % space).padStart(digits, "0");
  }
}

/** Keyed digest of a code: 10,000 values make any unkeyed hash reversible. The key is never in Redis. */
export function digestCode(key: KeyObject, binding: CodeBinding, code: string): string {
  const { purpose, accountId, generation, changeId } = binding;
  const change = changeId === undefined ? [] : [changeId];
  return createHmac("sha256", key)
    .update([purpose, accountId, generation, ...change, code].join("\n"))
    .digest("base64url");
}

export type CodePolicy = {
  digits: number;
  /** For addresses whose guess budget is spent, and for everybody while the breaker is open. */
  longDigits: number;
  ttlMs: number;
  /** Guesses that are ever compared with one code. */
  triesMax: number;
  /** Wrong guesses at short codes that are ever compared for one address. */
  budgetMax: number;
  /** The wait after the first codes, and after the third and later ones. */
  resendFirstMs: number;
  resendLaterMs: number;
};

/** The newest code an account asked for: its number among the account's codes, and when. */
export type CodeRequest = { codeSequence: number; codeRequestedAt: Date };

const LATER_FROM_SEQUENCE = 3;

const cooldownMs = (policy: CodePolicy, { codeSequence }: CodeRequest): number =>
  codeSequence >= LATER_FROM_SEQUENCE ? policy.resendLaterMs : policy.resendFirstMs;

/** Milliseconds until the next code may be asked for, given the newest one's age; zero when it may be now. */
export const cooldownLeftMs = (
  policy: CodePolicy,
  newest: CodeRequest & { codeAgeMs: number },
): number => Math.max(0, cooldownMs(policy, newest) - newest.codeAgeMs);

/** When the next code may be asked for. */
export const resendAfter = (policy: CodePolicy, newest: CodeRequest): Date =>
  new Date(newest.codeRequestedAt.getTime() + cooldownMs(policy, newest));
