import {
  type Expected,
  type IdentityClaims,
  ProofError,
  checkClaims,
  readClaims,
  requireExpected,
  requireText,
} from "./proof-claims.ts";
import type { components } from "./schema.d.ts";

/** A proof in the form for services that share a key: the claims, and their signature in hex. */
export type SignedDetails = components["schemas"]["SignedDetails"];

export type SignedDetailsOptions = Expected & {
  /** What you share with the service (`PROOF_KEYS`); two while they change. */
  keys: readonly string[];
};

const VERSION = 1;
const HMAC = { name: "HMAC", hash: "SHA-256" };
/** What is signed, in this order. */
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
] as const satisfies readonly (keyof IdentityClaims)[];

const utf8 = new TextEncoder();

/**
 * Who has proved to the service that an address is his, for you. Throws ProofError, or TypeError for options that say
 * nothing.
 */
export async function verifySignedDetails(
  details: unknown,
  { keys, ...expected }: SignedDetailsOptions,
): Promise<IdentityClaims> {
  requireExpected(expected);
  // Of a text each letter would be a key.
  if (!Array.isArray(keys) || keys.length === 0) throw new TypeError("keys must be a list of them");
  for (const key of keys) requireText("each key", key);
  const claims = readClaims(details);
  const { version, signature } = details as Partial<Record<keyof SignedDetails, unknown>>;
  if (version !== VERSION) throw new ProofError("wrong_type");
  if (typeof signature !== "string" || !/^[\da-f]{64}$/.test(signature))
    throw new ProofError("malformed");
  if (!(await isSignedByOne(keys, signature, canonicalForm(claims))))
    throw new ProofError("wrong_signature");
  return checkClaims(claims, expected);
}

async function isSignedByOne(
  keys: readonly string[],
  signature: string,
  text: string,
): Promise<boolean> {
  const bytes = Uint8Array.from(signature.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  for (const key of keys) {
    const imported = await crypto.subtle.importKey("raw", utf8.encode(key), HMAC, false, [
      "verify",
    ]);
    // Takes as long whatever is wrong.
    if (await crypto.subtle.verify("HMAC", imported, bytes, utf8.encode(text))) return true;
  }
  return false;
}

/** A line with the version, then one a claim, `name:bytes:value`; what is not there has the length 0. */
const canonicalForm = (claims: IdentityClaims): string =>
  [
    `latchkey-proof:${VERSION}`,
    ...ORDER.map((name) => {
      const value = String(claims[name] ?? "");
      return `${name}:${utf8.encode(value).length}:${value}`;
    }),
    "",
  ].join("\n");
