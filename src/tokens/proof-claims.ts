import * as errors from "jose/errors";
import { z } from "zod";
import { type Outcome, refuse } from "../domain/failure.ts";
import type { IdentityClaims, SignedDetails } from "../domain/identity-claims.ts";

// UTF-8 has no lone surrogates: two texts with some would be signed as the same bytes.
const text = z
  .string()
  .min(1)
  .refine((value) => value.isWellFormed());
const seconds = z.int().positive();

const CLAIMS = {
  iss: text,
  aud: text,
  sub: text.meta({ description: "The id of the account, or without one a name of the address." }),
  email: text,
  email_verified: z.literal(true),
  purpose: text,
  // An empty one would be signed as none is.
  nonce: text.exactOptional(),
  jti: z.uuid().meta({ description: "The same in each form of one proof." }),
  iat: seconds,
  exp: seconds,
};

/** What a JWT says: members that it does not know are left out. */
export const claimsSchema = z.object(CLAIMS) satisfies z.ZodType<IdentityClaims>;

/** All of it is signed, so that there is nothing that a reader could take for signed and is not. */
export const signedDetailsSchema = z.strictObject({
  version: z.literal(1),
  ...CLAIMS,
  // In lower case alone: one proof has one spelling.
  signature: z
    .string()
    .regex(/^[\da-f]{64}$/)
    .meta({ description: "HMAC-SHA-256 over the canonical form, in hex." }),
}) satisfies z.ZodType<SignedDetails>;

/** Claims that hold now; or what is wrong with the proof, in a sentence for whoever writes a service. */
export type ReadProof = Outcome<IdentityClaims, "invalid_proof">;

const FLAWS = {
  form: "It has not the form of what POST /otp/verify answers.",
  signature: "It is not signed by a key of ours, or not as it is now.",
  key: "The audience shares no key with us.",
  shared: "It is not signed by a key that the audience shares with us, or not as it is now.",
  typ: "It is another kind of token.",
  iss: "Another service issued it.",
  aud: "It is for another audience.",
  iat: "It was issued in the future: clocks are apart.",
  exp: "It is over.",
  nonce: "It has another nonce, or none.",
};

/** Refuses a proof for one of these reasons. */
export const flawed = (flaw: keyof typeof FLAWS): ReturnType<typeof refuse<"invalid_proof">> =>
  refuse("invalid_proof", { detail: FLAWS[flaw] });

/** What is wrong with a JWT. Its claims are only looked at when its signature is good. */
export function flawOf(error: errors.JOSEError): ReturnType<typeof flawed> {
  if (error instanceof errors.JWTExpired) return flawed("exp");
  if (error instanceof errors.JWTClaimValidationFailed && error.reason === "check_failed")
    return flawed(CHECKED.find((claim) => claim === error.claim) ?? "form");
  return flawed(SIGNATURE_FLAWS.some((kind) => error instanceof kind) ? "signature" : "form");
}

const CHECKED = ["typ", "iss", "aud", "iat"] as const;
const SIGNATURE_FLAWS = [
  errors.JWSSignatureVerificationFailed,
  errors.JWKSNoMatchingKey,
  errors.JOSEAlgNotAllowed,
];
