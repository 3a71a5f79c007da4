import { type KeyObject, createHmac } from "node:crypto";
import type { CodePolicy } from "./one-time-code.ts";

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

/**
 * The rules of passwordless codes: tries are of one id, and the budget is of one address in 24 hours, whatever its codes are
 * for. Once it is spent they are long: a million a day at those are a chance of 5 in a million.
 */
export type OtpPolicy = CodePolicy;

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
