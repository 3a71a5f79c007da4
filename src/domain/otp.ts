import { type KeyObject, createHmac } from "node:crypto";

/** What a code without a password is good for. */
export type OtpScope = {
  /** The caller's own word for what he wants it for. */
  purpose: string;
  /** Whom the proof that it gives is for. */
  audience: string;
};

/** What was asked for, as its id carries it. */
export type OtpFlow = OtpScope & {
  id: string;
  email: string;
  nonce: string | null;
  /** Milliseconds since 1970, by Redis' clock. */
  expiresAtMs: number;
};

/** An account that its address is known to be of. */
export type OtpAccount = { id: string; status: "active" | "disabled" };

/** The purpose of what asks for none; the one that opens sessions. */
export const SIGN_IN_PURPOSE = "sign-in";

export type OtpPolicy = {
  digits: number;
  /** Once the guesses of an address are spent: a million a day at them are a chance of 5 in a million. */
  longDigits: number;
  ttlMs: number;
  /** Wrong guesses that are compared for one id. */
  triesMax: number;
  /** Wrong guesses at codes of the usual length that are compared for one address in 24 hours, whatever they are for. */
  budgetMax: number;
  /** The wait after the first codes, and after the third and later ones. */
  resendFirstMs: number;
  resendLaterMs: number;
};

/**
 * So many codes of an address, for the same purpose and audience, are good at once: each mail has its own, and none voids
 * another. Each guess is compared with all of them.
 */
export const LIVE_CODES_MAX = 5;

/** Keyed digest of a code: bound to its address, purpose and audience, and to being no activation code. */
export const digestOtp = (
  key: KeyObject,
  of: { holder: string; scope: string },
  code: string,
): string =>
  createHmac("sha256", key)
    .update(["otp", of.holder, of.scope, code].join("\n"))
    .digest("base64url");
