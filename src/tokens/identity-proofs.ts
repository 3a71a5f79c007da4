import * as errors from "jose/errors";
import { accept } from "../domain/failure.ts";
import type { IdentityClaims, SignedDetails } from "../domain/identity-claims.ts";
import type { NamedSecret } from "../domain/named-secrets.ts";
import { CLOCK_TOLERANCE_SECONDS, signOwnToken, verifyOwnToken } from "./own-tokens.ts";
import { type ReadProof, claimsSchema, flawOf, flawed } from "./proof-claims.ts";
import { SHARED_LIFE_SECONDS, createDetailsSigner } from "./signed-details.ts";
import type { SigningKeys } from "./signing-keys.ts";

/** What a proof is made of; the rest follows from the service. */
export type ProofSubject = Omit<IdentityClaims, "iss" | "exp" | "email_verified">;

export type IdentityProofs = {
  lifeSeconds: number;
  /** No proof is good for longer in any of its forms, by one clock, from when it is seen first. */
  goodForMaxSeconds: number;
  /** As a JWT (RFC 7519), which anybody verifies by the key set. */
  sign(subject: ProofSubject): string;
  /** Whether there is a key that an audience shares with us. */
  hasSharedKey(audience: string): boolean;
  /** With the newest key of its audience. Throws when there is none. */
  signShared(subject: ProofSubject): SignedDetails;
  /**
   * What a proof of either form says, when it is ours, for this audience, and good now. A nonce that is given must be in
   * it. Says nothing about whether it was used before.
   */
  verify(
    proof: string | object,
    expected: { audience: string; nonce?: string | undefined },
  ): Promise<ReadProof>;
};

type Options = {
  keys: SigningKeys;
  issuer: string;
  lifeSeconds: number;
  /** The newest of each audience first. */
  sharedKeys: readonly NamedSecret[];
  now?: () => number;
};

/** What keeps another kind of token from being taken for a proof (RFC 8725 §3.11). */
const PROOF_TYPE = "identity-proof+jwt";
const REQUIRED_CLAIMS = Object.keys(claimsSchema.shape).filter((claim) => claim !== "nonce");

/** Identity proofs: who has an address was there a moment ago, and for whom. */
export function createIdentityProofs({
  keys,
  issuer,
  lifeSeconds,
  sharedKeys,
  now = () => Date.now(),
}: Options): IdentityProofs {
  const details = createDetailsSigner(sharedKeys);
  const claimsOf = (subject: ProofSubject, lives: number): IdentityClaims => ({
    iss: issuer,
    ...subject,
    email_verified: true,
    exp: subject.iat + lives,
  });

  async function readJws(token: string, audience: string): Promise<ReadProof> {
    const rules = { typ: PROOF_TYPE, issuer, audience, requiredClaims: REQUIRED_CLAIMS };
    const verified = await verifyOwnToken(keys, token, { ...rules, lifeSeconds, nowMs: now() });
    if (verified instanceof errors.JOSEError) return flawOf(verified);
    const { success, data } = claimsSchema.safeParse(verified.payload);
    return success ? accept(data) : flawed("form");
  }

  return {
    lifeSeconds,
    goodForMaxSeconds: Math.max(lifeSeconds, SHARED_LIFE_SECONDS) + 2 * CLOCK_TOLERANCE_SECONDS,
    sign: (subject) => signOwnToken(keys, PROOF_TYPE, claimsOf(subject, lifeSeconds)),
    hasSharedKey: details.hasKey,
    signShared: (subject) => details.sign(claimsOf(subject, SHARED_LIFE_SECONDS)),
    async verify(proof, { audience, nonce }) {
      const nowSeconds = Math.floor(now() / 1000);
      const read =
        typeof proof === "string"
          ? await readJws(proof, audience)
          : details.read(proof, { issuer, audience, nowSeconds });
      if (!read.ok || nonce === undefined) return read;
      return read.value.nonce === nonce ? read : flawed("nonce");
    },
  };
}
