import { createPrivateKey } from "node:crypto";
import { type CryptoKey, type JWK, calculateJwkThumbprint, importJWK } from "jose";

/** One key pair: Ed25519 (RFC 8037), named by its thumbprint (RFC 7638). */
export type SigningKey = {
  kid: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  /** As it stands in the key set (RFC 7517). */
  publicJwk: JWK;
};

export type SigningKeys = {
  /** The one that signs now. */
  current(): SigningKey;
  /** Any that may have signed what is still good; undefined for an unknown name. */
  find(kid: string): SigningKey | undefined;
  /** What verifiers elsewhere need: those that signed, sign, or are about to. */
  all(): readonly SigningKey[];
  close(): void;
};

export const SIGNING_ALGORITHM = "EdDSA";
/** What stands before the 32 bytes of a private key in its DER form (RFC 8410 §7). */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

/** The private key of a seed of 32 bytes, as a JWK. */
export const jwkOfSeed = (seed: Buffer): JWK =>
  createPrivateKey({
    key: Buffer.concat([PKCS8_PREFIX, seed]),
    format: "der",
    type: "pkcs8",
  }).export({ format: "jwk" }) as JWK;

/** Reads a private key on Ed25519. Throws when it is none. */
export async function readSigningKey(jwk: JWK): Promise<SigningKey> {
  const { kty, crv, x = "", d = "" } = jwk;
  const kid = await calculateJwkThumbprint({ kty: "OKP", crv: "Ed25519", x });
  const publicJwk: JWK = { kty: "OKP", crv: "Ed25519", x, kid, alg: SIGNING_ALGORITHM, use: "sig" };
  if (kty !== "OKP" || crv !== "Ed25519" || d === "") throw new Error("is no private Ed25519 key");
  return {
    kid,
    privateKey: (await importJWK({ ...publicJwk, d }, SIGNING_ALGORITHM)) as CryptoKey,
    publicKey: (await importJWK(publicJwk, SIGNING_ALGORITHM)) as CryptoKey,
    publicJwk,
  };
}

/** The one key that follows from SECRET_KEY, where no other is configured. */
export async function openSigningKeys(seed: Buffer): Promise<SigningKeys> {
  const key = await readSigningKey(jwkOfSeed(seed));
  return {
    current: () => key,
    find: (kid) => (kid === key.kid ? key : undefined),
    all: () => [key],
    close: () => {},
  };
}
