import {
  type CompactVerifyResult,
  type JSONWebKeySet,
  type RemoteJWKSet,
  base64url,
  compactVerify,
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
} from "jose";
import {
  type Expected,
  type IdentityClaims,
  ProofError,
  checkClaims,
  readClaims,
  requireExpected,
} from "./proof-claims.ts";

export type ProofOptions = Expected & {
  /** Where the service's keys are; `/.well-known/jwks.json` of the issuer without it. */
  jwksUri?: string;
  /** The keys themselves, where they cannot be fetched. */
  keySet?: JSONWebKeySet;
};

/** What keeps another kind of token from being taken for a proof (RFC 8725 §3.11). */
const PROOF_TYPE = "identity-proof+jwt";
const ALGORITHM = "EdDSA";

/** Each keeps its keys for ten minutes, and asks for an unknown one twice a minute at most. */
const keySets = new Map<string, RemoteJWKSet>();

/**
 * Who has proved to the service that an address is his, for you. Throws ProofError, or TypeError for options that say
 * nothing.
 */
export async function verifyProof(
  proof: string,
  { jwksUri, keySet, ...expected }: ProofOptions,
): Promise<IdentityClaims> {
  requireExpected(expected);
  const keys = keySet
    ? createLocalJWKSet(keySet)
    : remoteKeySet(jwksUri ?? `${expected.issuer.replace(/\/$/, "")}/.well-known/jwks.json`);
  const { protectedHeader, payload } = await verifySignature(proof, keys);
  if (protectedHeader.typ !== PROOF_TYPE) throw new ProofError("wrong_type");
  return checkClaims(readClaims(parseJson(payload)), expected);
}

type KeySet = RemoteJWKSet | ReturnType<typeof createLocalJWKSet>;

async function verifySignature(proof: string, keys: KeySet): Promise<CompactVerifyResult> {
  if (typeof proof !== "string") throw new ProofError("malformed");
  try {
    const verified = await compactVerify(
      proof,
      async (header, token) => {
        try {
          return await keys(header, token);
        } catch (cause) {
          const isOther = cause instanceof errors.JWKSNoMatchingKey;
          throw new ProofError(isOther ? "wrong_signature" : "keys_unavailable", { cause });
        }
      },
      { algorithms: [ALGORITHM] },
    );
    // The last character of a signature has bits to spare, which decoders ignore: one proof has one spelling.
    const signature = proof.slice(proof.lastIndexOf(".") + 1);
    if (base64url.encode(base64url.decode(signature)) === signature) return verified;
  } catch (cause) {
    if (cause instanceof ProofError) throw cause;
    if (cause instanceof errors.JOSEAlgNotAllowed) throw new ProofError("wrong_type", { cause });
    if (!(cause instanceof errors.JWSSignatureVerificationFailed))
      throw new ProofError("malformed", { cause });
  }
  throw new ProofError("wrong_signature");
}

function remoteKeySet(uri: string): RemoteJWKSet {
  const known = keySets.get(uri);
  if (known) return known;
  const opened = createRemoteJWKSet(new URL(uri));
  keySets.set(uri, opened);
  return opened;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new ProofError("malformed", { cause });
  }
}
