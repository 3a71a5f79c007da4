import { createHmac, sign } from "node:crypto";
import {
  type IdentityClaims,
  type SignedDetails,
  canonicalForm,
} from "../domain/identity-claims.ts";
import type { NamedSecret } from "../domain/named-secrets.ts";
import { SIGNING_ALGORITHM, type SigningKeys } from "./signing-keys.ts";

/** What a proof is made of; the rest follows from the service. */
export type ProofSubject = Omit<IdentityClaims, "iss" | "exp" | "email_verified">;

export type IdentityProofs = {
  lifeSeconds: number;
  /** As a JWT (RFC 7519), which anybody verifies by the key set. */
  sign(subject: ProofSubject): string;
  /** Whether there is a key that an audience shares with us. */
  hasSharedKey(audience: string): boolean;
  /** With the newest key of its audience. Throws when there is none. */
  signShared(subject: ProofSubject): SignedDetails;
};

type Options = {
  keys: SigningKeys;
  issuer: string;
  lifeSeconds: number;
  /** The newest of each audience first. */
  sharedKeys: readonly NamedSecret[];
};

/** What keeps another kind of token from being taken for a proof (RFC 8725 §3.11). */
const PROOF_TYPE = "identity-proof+jwt";
/** A signed form has no header to name its key by, and is meant for one call. */
export const SHARED_LIFE_SECONDS = 60;

/** Identity proofs: who has an address was there a moment ago, and for whom. */
export function createIdentityProofs({
  keys,
  issuer,
  lifeSeconds,
  sharedKeys,
}: Options): IdentityProofs {
  const claimsOf = (subject: ProofSubject, lives: number): IdentityClaims => ({
    iss: issuer,
    ...subject,
    email_verified: true,
    exp: subject.iat + lives,
  });
  const newestKeys = new Map(sharedKeys.toReversed().map(({ name, secret }) => [name, secret]));
  return {
    lifeSeconds,
    sign(subject) {
      const { kid, signer } = keys.current();
      const header = { alg: SIGNING_ALGORITHM, typ: PROOF_TYPE, kid };
      const signed = `${encode(header)}.${encode(claimsOf(subject, lifeSeconds))}`;
      return `${signed}.${sign(null, Buffer.from(signed), signer).toString("base64url")}`;
    },
    hasSharedKey: (audience) => newestKeys.has(audience),
    signShared(subject) {
      const key = newestKeys.get(subject.aud);
      if (key === undefined) throw new Error("the audience shares no key with us");
      const claims = claimsOf(subject, SHARED_LIFE_SECONDS);
      const signature = createHmac("sha256", key).update(canonicalForm(claims)).digest("hex");
      return { version: 1, ...claims, signature };
    },
  };
}

const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString("base64url");
