/** What a proof says (RFC 7519 §4.1, OpenID Connect Core §5.1); times are in seconds since 1970. */
export type IdentityClaims = {
  iss: string;
  aud: string;
  /** The id of the active account that had the address; without one a name for the address. */
  sub: string;
  email: string;
  email_verified: true;
  /** What the code was asked for. */
  purpose: string;
  /** What whoever asked for the code gave along. */
  nonce?: string;
  /** The same in each form of one proof. */
  jti: string;
  iat: number;
  exp: number;
};

/** A proof for services that share a key: the claims, and their signature in hex. */
export type SignedDetails = { version: 1 } & IdentityClaims & { signature: string };

/** The forms of a proof: a JWT in the compact serialization (RFC 7515), or details signed with a shared key. */
export const PROOF_FORMATS = ["jws", "hmac"] as const;
export type ProofFormat = (typeof PROOF_FORMATS)[number];

const ORDER = [
  "iss",
  "aud",
  "sub",
  "email",
  "email_verified",
  "purpose",
  "nonce",
  "jti",
  "iat",
  "exp",
] as const satisfies (keyof IdentityClaims)[];

/**
 * What is signed of them: a line with the version, then one a claim, `name:bytes:value`, each with its length, so that no two
 * proofs have the same text; a claim that is not there has the length 0. Every line ends with a line feed.
 */
export const canonicalForm = (claims: IdentityClaims): string =>
  [
    "latchkey-proof:1",
    ...ORDER.map((name) => {
      const value = String(claims[name] ?? "");
      return `${name}:${Buffer.byteLength(value)}:${value}`;
    }),
    "",
  ].join("\n");
