import { type Outcome, accept, refuse } from "../../domain/failure.ts";
import type { IdentityClaims } from "../../domain/identity-claims.ts";
import type { Reuse } from "../../redis/used-proofs.ts";
import type { Resources } from "../../resources.ts";

type ProofResources = Pick<Resources, "identityProofs" | "usedProofs">;

export type ProofToCheck = {
  proof: string | object;
  audience: string;
  nonce?: string | undefined;
  /** It is used up when it is good. */
  isSingleUse: boolean;
};

/** What a proof says, when it is good. Throws UnavailableError when it is for single use and Redis is away. */
export async function checkProof(
  { identityProofs, usedProofs }: ProofResources,
  { proof, audience, nonce, isSingleUse }: ProofToCheck,
): Promise<Outcome<IdentityClaims, "invalid_proof" | "proof_used">> {
  const read = await identityProofs.verify(proof, { audience, nonce });
  if (!read.ok || !isSingleUse) return read;
  const { jti: id, iat: issuedAt } = read.value;
  const use = await usedProofs.use({ audience, id, issuedAt });
  return use === "first" ? accept(read.value) : refuse("proof_used", { detail: DETAILS[use] });
}

const DETAILS: Record<Reuse, string> = {
  used: "Have another one made.",
  unknown: "Whether it was is not known any more: have another one made.",
};
