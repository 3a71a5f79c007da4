import { createPublicKey } from "node:crypto";
import type { SigningKey } from "../../src/tokens/signing-keys.ts";
import {
  type Json,
  type Mutant,
  type Signer,
  flipBits,
  forge,
  hmacOf,
  partsOf,
  respell,
  signerOf,
  strangersKeys,
} from "./forge.ts";
import {
  ACCESS_CLAIMS,
  type Making,
  type WrongClaims,
  cut,
  headers,
  wrongClaims,
} from "./shape-mutants.ts";

/** Tokens that must not pass, made of one that does. What our own key signed is wrong in itself. */
export async function mutantsOf(
  token: string,
  key: SigningKey,
  wrong: WrongClaims = ACCESS_CLAIMS,
): Promise<Mutant[]> {
  const { header, claims, signature } = partsOf(token);
  const ours = signerOf(key.privateKey);
  const all = [
    ...algorithms(header, claims, signature, key, ours),
    ...names(header, claims, ours),
    ...brought(header, claims),
    ...headers(header, claims, ours),
    ...wrongClaims(header, claims, ours, wrong),
  ].map(async ([name, mutant]): Promise<Mutant> => [name, await mutant]);
  const flips = ([0, 1, 2] as const).flatMap((part) => flipBits(token, part, 25));
  return [...(await Promise.all(all)), ...flips, ...respell(token), ...cut(token)];
}

function algorithms(
  header: Json,
  claims: Json,
  signature: string,
  { publicJwk, kid }: SigningKey,
  ours: Signer,
): Making[] {
  const unsigned = ["none", "None", "NONE", "nOnE"].flatMap((alg): Making[] =>
    ["", signature, "AA"].map((kept) => [
      `alg ${alg} with "${kept.slice(0, 2)}"`,
      forge({ ...header, alg }, claims, () => Buffer.from(kept, "base64url")),
    ]),
  );
  const spki = createPublicKey({ key: publicJwk, format: "jwk" });
  const secrets = [
    Buffer.from(publicJwk.x, "base64url"),
    publicJwk.x,
    JSON.stringify(publicJwk),
    spki.export({ format: "pem", type: "spki" }) as string,
    spki.export({ format: "der", type: "spki" }),
    kid,
  ];
  const hashes = { HS256: "sha256", HS384: "sha384", HS512: "sha512" } as const;
  const symmetric = Object.entries(hashes).flatMap(([alg, hash]): Making[] =>
    secrets.map((secret, i) => [
      `${alg} with the public key as secret ${i}`,
      forge({ ...header, alg }, claims, hmacOf(hash, secret)),
    ]),
  );
  const misnamed = [
    "RS256",
    "RS512",
    "PS256",
    "ES256",
    "ES384",
    "ES512",
    "ES256K",
    "HS256",
    "Ed448",
    "Ed25519",
    "eddsa",
    "EDDSA",
    "EdDSA ",
    "",
    null,
    undefined,
    0,
    ["EdDSA"],
    { alg: "EdDSA" },
  ].map((alg): Making => [
    `our signature as ${JSON.stringify(alg)}`,
    forge({ ...header, alg }, claims, ours),
  ]);
  return [...unsigned, ...symmetric, ...misnamed];
}

function names(header: Json, claims: Json, ours: Signer): Making[] {
  const kid = String(header["kid"]);
  const kids = [
    undefined,
    null,
    "",
    " ",
    0,
    true,
    {},
    [],
    [kid],
    { kid },
    `${kid} `,
    ` ${kid}`,
    kid.toLowerCase(),
    kid.slice(1),
    `${kid}\u0000`,
    `${kid}/../${kid}`,
    "*",
    "null",
    "../../../../dev/null",
    "/proc/self/environ",
    "file:///dev/null",
    "http://127.0.0.1/jwks",
    "' OR '1'='1",
    "1; drop table users; --",
    "' UNION SELECT 'x' --",
    "| cat /etc/passwd",
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "x".repeat(2e3),
    "🔑",
  ];
  return kids.map((each) => [
    `kid ${JSON.stringify(each)?.slice(0, 40)}`,
    forge({ ...header, kid: each }, claims, ours),
  ]);
}

/** A stranger's signature, with his key or where it is to be had. */
function brought(header: Json, claims: Json): Making[] {
  const { kid: _, ...nameless } = header;
  return strangersKeys().flatMap(({ alg, jwk, signer }) => {
    const ways: Json[] = [
      {},
      { jwk },
      { jwk: { ...jwk, kid: header["kid"] } },
      { jku: "https://127.0.0.1/jwks.json" },
      { x5u: "https://127.0.0.1/chain.pem" },
      { x5c: ["MIIB"] },
    ];
    return ways.flatMap((way): Making[] =>
      [header, nameless].map((base) => [
        `${alg} of a stranger with ${Object.keys(way).join() || "nothing"}`,
        forge({ ...base, alg, ...way }, claims, signer),
      ]),
    );
  });
}
