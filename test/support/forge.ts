import { type KeyObject, createHmac, generateKeyPairSync, sign } from "node:crypto";

export type Json = Record<string, unknown>;
export type Mutant = [name: string, token: string];

const encode = (text: string | Uint8Array): string => Buffer.from(text).toString("base64url");
const decode = (part: string | undefined): Json =>
  JSON.parse(Buffer.from(part ?? "", "base64url").toString()) as Json;

/** A token in its parts. */
export const partsOf = (token: string): { header: Json; claims: Json; signature: string } => {
  const [header, claims, signature = ""] = token.split(".");
  return { header: decode(header), claims: decode(claims), signature };
};

export type Signer = (data: Buffer) => Promise<Uint8Array> | Uint8Array;

/** A token of any header and claims; texts go in as they are, for what JSON.stringify would not write. */
export async function forge(
  header: Json | string,
  claims: Json | string,
  signer: Signer,
): Promise<string> {
  const text = (part: Json | string): string =>
    encode(typeof part === "string" ? part : JSON.stringify(part));
  const data = `${text(header)}.${text(claims)}`;
  return `${data}.${encode(await signer(Buffer.from(data)))}`;
}

/** Signs with the service's own key: what is wrong with such a token is not its signature. */
export const signerOf =
  (key: KeyObject): Signer =>
  (data) =>
    sign(null, data, key);

export const hmacOf =
  (hash: "sha256" | "sha384" | "sha512", secret: string | Buffer): Signer =>
  (data) =>
    createHmac(hash, secret).update(data).digest();

/** A stranger's keys, and how he signs with each. */
export function strangersKeys(): { alg: string; jwk: Json; signer: Signer }[] {
  const ed = generateKeyPairSync("ed25519");
  const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return [
    {
      alg: "EdDSA",
      jwk: ed.publicKey.export({ format: "jwk" }),
      signer: (data) => sign(null, data, ed.privateKey),
    },
    {
      alg: "ES256",
      jwk: ec.publicKey.export({ format: "jwk" }),
      signer: (data) => sign("sha256", data, { key: ec.privateKey, dsaEncoding: "ieee-p1363" }),
    },
    {
      alg: "RS256",
      jwk: rsa.publicKey.export({ format: "jwk" }),
      signer: (data) => sign("sha256", data, rsa.privateKey),
    },
  ];
}

/** Each of a part's bytes in turn with one bit the other way round, `count` of them all over it. */
export function flipBits(token: string, part: 0 | 1 | 2, count: number): Mutant[] {
  const parts = token.split(".");
  const bytes = Buffer.from(parts[part] ?? "", "base64url");
  return Array.from({ length: count }, (_, i) => {
    const at = Math.floor((i * bytes.length) / count);
    const flipped = Buffer.from(bytes);
    flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << (i % 8)), at);
    return [
      `bit ${i % 8} of byte ${at} of part ${part}`,
      parts.with(part, encode(flipped)).join("."),
    ];
  });
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** The other spellings of a signature of 64 bytes: four bits of its last character mean nothing. */
export function respell(token: string): Mutant[] {
  const last = ALPHABET.indexOf(token.at(-1) ?? "");
  return Array.from({ length: 15 }, (_, i) => [
    `spelling ${i + 1} of the signature`,
    token.slice(0, -1) + (ALPHABET[(last & 0b110000) | ((last + i + 1) & 0b1111)] ?? ""),
  ]);
}
