import { createHash, createPrivateKey } from "node:crypto";
import { z } from "zod";
import { parseJson } from "../domain/parse-json.ts";

/** A private key on Ed25519 (RFC 8037) as a file or variable holds it. */
export type StoredKey = {
  /** Its thumbprint (RFC 7638). */
  kid: string;
  /** The public half and the private one, 32 bytes each in base64url. */
  x: string;
  d: string;
  /** When it was made; 0 when nobody says. */
  createdAtMs: number;
};

export type ParsedKeys = { keys: StoredKey[]; problems: string[] };

/** What stands before the 32 bytes of a private key in its DER form (RFC 8410 §7). */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

/** The key pair of a seed of 32 bytes. */
export function keyOfSeed(seed: Buffer, createdAtMs: number): StoredKey {
  const der = Buffer.concat([PKCS8_PREFIX, seed]);
  const jwk = createPrivateKey({ key: der, format: "der", type: "pkcs8" }).export({
    format: "jwk",
  });
  const { x = "", d = "" } = jwk;
  return { kid: thumbprintOf(x), x, d, createdAtMs };
}

/** RFC 7638 §3.2 and RFC 8037 §2: the required members in their order. */
const thumbprintOf = (x: string): string =>
  createHash("sha256")
    .update(JSON.stringify({ crv: "Ed25519", kty: "OKP", x }))
    .digest("base64url");

/** A key as verifiers elsewhere get it (RFC 7517). */
export type PublicJwk = {
  kty: "OKP";
  crv: "Ed25519";
  x: string;
  kid: string;
  alg: "EdDSA";
  use: "sig";
};

/** The public half alone. */
export const toPublicJwk = ({ kid, x }: StoredKey): PublicJwk => ({
  kty: "OKP",
  crv: "Ed25519",
  x,
  kid,
  alg: "EdDSA",
  use: "sig",
});

/** The text of a file with these keys: a JWK Set (RFC 7517 §5), with the time of each as OpenID Federation writes it. */
export const writeKeySet = (keys: readonly StoredKey[]): string =>
  `${JSON.stringify({ keys: keys.map(toPrivateJwk) }, null, 2)}\n`;

const toPrivateJwk = (key: StoredKey): PublicJwk & { d: string; iat: number } => ({
  ...toPublicJwk(key),
  d: key.d,
  iat: Math.floor(key.createdAtMs / 1000),
});

const half = z.string().regex(/^[\w-]{43}$/, "must be 32 bytes in base64url");
const keySetSchema = z.object({
  keys: z
    .array(
      z.object({
        kty: z.literal("OKP"),
        crv: z.literal("Ed25519"),
        x: half,
        d: half,
        kid: z.string().optional(),
        iat: z.int().nonnegative().optional(),
      }),
      "must be a list of JWKs",
    )
    .min(1, "must have a key"),
});

/** Reads a JWK Set of private keys on Ed25519. Names all that is wrong with it, and never what is in it. */
export function parseKeySet(text: string): ParsedKeys {
  const json = parseJson(text);
  if (json === undefined) return { keys: [], problems: ["must be JSON"] };
  const parsed = keySetSchema.safeParse(json);
  if (!parsed.success)
    return {
      keys: [],
      problems: parsed.error.issues.map(({ path, message }) =>
        [path.join("."), message].filter((part) => part !== "").join(": "),
      ),
    };
  const { keys: jwks } = parsed.data;
  const keys = jwks.map(({ d, iat = 0 }) => keyOfSeed(Buffer.from(d, "base64url"), iat * 1000));
  const problems = keys.flatMap(({ kid, x }, i) => {
    const jwk = jwks[i];
    const found: string[] = [];
    if (jwk?.x !== x) found.push("x is not the public half of d");
    else if (jwk.kid !== undefined && jwk.kid !== kid) found.push("kid is not its thumbprint");
    if (keys.findIndex((other) => other.kid === kid) < i) found.push("is there twice");
    if (jwk?.iat === undefined && keys.length > 1)
      found.push("needs iat, the time it was made, because it is not the only one");
    return found.map((problem) => `keys.${i}: ${problem}`);
  });
  return { keys, problems };
}
