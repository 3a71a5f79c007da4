import type { components } from "./schema.d.ts";

/** What a proof says; times are in seconds since 1970. */
export type IdentityClaims = Omit<
  components["schemas"]["SignedDetails"],
  "version" | "signature" | "email_verified"
> & { email_verified: true };

/** What a proof must be, for whoever verifies it. */
export type Expected = {
  /** The service's `PUBLIC_URL`. */
  issuer: string;
  /** Your own name, as in `PROOF_AUDIENCES`. */
  audience: string;
  /** What you gave to POST /otp/send; not looked at when the member is missing. */
  nonce?: string;
  /** How far clocks may differ; 5 without it. */
  toleranceSeconds?: number;
};

const MESSAGES = {
  malformed: "It is no proof",
  wrong_type: "It is another kind of token",
  wrong_signature: "It is not signed with a key of the service",
  wrong_issuer: "It is of another service",
  wrong_audience: "It is for somebody else",
  wrong_nonce: "It belongs to another session",
  expired: "It is too old",
  not_yet_valid: "It is from the future",
  keys_unavailable: "The service's keys could not be had",
} as const;

export type ProofErrorCode = keyof typeof MESSAGES;

/** Why a proof was not believed. With `keys_unavailable` nothing is wrong with it as far as is known: try again later. */
export class ProofError extends Error {
  readonly code: ProofErrorCode;

  constructor(code: ProofErrorCode, options?: ErrorOptions) {
    super(MESSAGES[code], options);
    this.name = "ProofError";
    this.code = code;
  }
}

/** Throws TypeError when what is expected is not said: a missing variable must not switch a check off. */
export function requireExpected(expected: Expected): void {
  for (const name of ["issuer", "audience"] as const) requireText(name, expected[name]);
  if ("nonce" in expected) requireText("nonce", expected.nonce);
  const { toleranceSeconds = 0 } = expected;
  // Nothing is older than NaN, and a text would be written behind the time.
  if (!Number.isFinite(toleranceSeconds) || toleranceSeconds < 0)
    throw new TypeError("toleranceSeconds must be a number of seconds");
}

/** Throws TypeError when it is no text, or empty. */
export function requireText(name: string, value: unknown): void {
  if (typeof value !== "string" || value === "")
    throw new TypeError(`${name} must be a text that is not empty`);
}

/** The same claims. Throws ProofError when they are not what is expected now. */
export function checkClaims(claims: IdentityClaims, expected: Expected): IdentityClaims {
  const { issuer, audience, nonce, toleranceSeconds = 5 } = expected;
  const nowSeconds = Date.now() / 1000;
  if (claims.iss !== issuer) throw new ProofError("wrong_issuer");
  if (claims.aud !== audience) throw new ProofError("wrong_audience");
  if (claims.exp + toleranceSeconds <= nowSeconds) throw new ProofError("expired");
  if (claims.iat - toleranceSeconds > nowSeconds) throw new ProofError("not_yet_valid");
  if (nonce !== undefined && claims.nonce !== nonce) throw new ProofError("wrong_nonce");
  return claims;
}

/** The claims of a proof by their types alone, and nothing else that came with them. Throws ProofError when one is missing or of another type. */
export function readClaims(claimed: unknown): IdentityClaims {
  if (typeof claimed !== "object" || claimed === null) throw new ProofError("malformed");
  const { iss, aud, sub, email, email_verified, purpose, nonce, jti, iat, exp } =
    claimed as Partial<Record<keyof IdentityClaims, unknown>>;
  const areTexts = [
    iss,
    aud,
    sub,
    email,
    purpose,
    jti,
    ...(nonce === undefined ? [] : [nonce]),
  ].every((value) => typeof value === "string" && value !== "");
  const areTimes = [iat, exp].every((value) => Number.isSafeInteger(value));
  if (!areTexts || !areTimes || email_verified !== true) throw new ProofError("malformed");
  const claims = { iss, aud, sub, email, email_verified, purpose, nonce, jti, iat, exp };
  if (nonce === undefined) delete claims.nonce;
  return claims as IdentityClaims;
}
