import { createHash, createHmac } from "node:crypto";
import { type IdentityClaims, canonicalForm } from "../../src/domain/identity-claims.ts";
import type { Json } from "./forge.ts";

/** What must not pass, and what was done to it. */
export type ProofMutant = [name: string, proof: string | object];

/**
 * Each bit of a text's characters, or of the bytes that its three parts stand for, the other way round; each character left
 * out, or doubled.
 */
export function changeToken(token: string): ProofMutant[] {
  const characters = Array.from(token, (character, at) => ({ code: character.charCodeAt(0), at }));
  const texts = characters.flatMap(({ code, at }) =>
    BITS.map((bit): ProofMutant => {
      const flipped = String.fromCharCode(code ^ (1 << bit));
      return [`bit ${bit} of character ${at}`, token.slice(0, at) + flipped + token.slice(at + 1)];
    }),
  );
  const lengths = characters.flatMap(({ at }): ProofMutant[] => [
    [`no character ${at}`, token.slice(0, at) + token.slice(at + 1)],
    [`character ${at} twice`, token.slice(0, at + 1) + token.slice(at)],
  ]);
  const parts = token.split(".");
  const bytes = parts.flatMap((part, number) =>
    flipBits(Buffer.from(part, "base64url")).map((flipped, i): ProofMutant => [
      `bit ${i} of part ${number}`,
      parts.with(number, flipped.toString("base64url")).join("."),
    ]),
  );
  return [...texts, ...lengths, ...bytes];
}

const BITS = [0, 1, 2, 3, 4, 5, 6, 7];

const flipBits = (bytes: Buffer): Buffer[] =>
  Array.from({ length: bytes.length * 8 }, (_, i) => {
    const flipped = Buffer.from(bytes);
    flipped.writeUInt8(flipped.readUInt8(i >> 3) ^ (1 << (i & 7)), i >> 3);
    return flipped;
  });

/** Characters that moved from the end of one claim to the beginning of the next, or back: `a` + `bc` for `ab` + `c`. */
export function shiftFields(claims: Json): [name: string, claims: Json][] {
  const names = Object.keys(claims).filter((name) => name !== "signature" && name !== "version");
  return names.slice(1).flatMap((name, i) => {
    const before = names[i] ?? "";
    const [left, right] = [String(claims[before]), String(claims[name])];
    const all = left + right;
    return Array.from(all, (_, at): [string, Json] => [
      `${before} and ${name} parted at ${at}`,
      {
        ...claims,
        [before]: retype(claims[before], all.slice(0, at)),
        [name]: retype(claims[name], all.slice(at)),
      },
    ]).filter((_, at) => at !== left.length);
  });
}

// A number stays one where it can.
const retype = (like: unknown, text: string): unknown =>
  typeof like === "number" && /^[1-9]\d*$/.test(text) ? Number(text) : text;

/** Details with one thing changed; what they are signed with is the key that is good. */
export function changeDetails(details: Json, secret: string): ProofMutant[] {
  const names = Object.keys(details);
  const bits = names.flatMap((name) =>
    flipValue(details[name]).map((value, i): ProofMutant => [
      `bit ${i} of ${name}`,
      { ...details, [name]: value },
    ]),
  );
  const swapped = names.flatMap((one) =>
    names
      .filter((other) => other > one && details[one] !== details[other])
      .map((other): ProofMutant => [
        `${one} and ${other} swapped`,
        { ...details, [one]: details[other], [other]: details[one] },
      ]),
  );
  const absent = names.map((name): ProofMutant => {
    const { [name]: _, ...rest } = details;
    return [`no ${name}`, rest];
  });
  const retyped = names.flatMap((name) =>
    othersOf(details[name]).map((value): ProofMutant => [
      `${name} ${JSON.stringify(value)}`,
      { ...details, [name]: value },
    ]),
  );
  return [
    ...bits,
    ...swapped,
    ...absent,
    ...retyped,
    ...renamed(details),
    ...resigned(details, secret),
  ];
}

/** Bits of a text's UTF-8, or of a number's digits as well as of the number. */
function flipValue(value: unknown): unknown[] {
  if (typeof value === "string")
    return flipBits(Buffer.from(value)).map((bytes) => bytes.toString());
  if (typeof value !== "number") return [];
  const binary = Array.from({ length: 53 }, (_, bit) =>
    Number(BigInt(value) ^ (1n << BigInt(bit))),
  );
  return [...binary, ...flipBits(Buffer.from(String(value))).map((bytes) => bytes.toString())];
}

function othersOf(value: unknown): unknown[] {
  const text = String(value);
  const texts = ["", ` ${text}`, `${text} `, `${text}\n`, `${text}\u0000`, `${text}\u200b`, text];
  const cases = [text.toUpperCase(), text.slice(1), text.slice(0, -1), text + text];
  const numbers = [0, 1, 2, -1, 1.5, 1e21, Number(value) + 1, Number(value) - 1];
  const all = [...texts, ...cases, ...numbers, null, undefined, true, false, [], {}, [value]];
  return all.filter((other) => other !== value);
}

/** Members that are no members of ours, and names that are almost those of ours. */
function renamed(details: Json): ProofMutant[] {
  const added = ["admin", "role", "constructor", "toString", "__proto__", "", "Email", "email "];
  const almost = Object.keys(details).flatMap((name) =>
    [name.toUpperCase(), `${name} `, ` ${name}`, `${name}\u0000`, name.slice(1)].map(
      (other): ProofMutant => {
        const { [name]: value, ...rest } = details;
        return [`${name} as ${JSON.stringify(other)}`, { ...rest, [other]: value }];
      },
    ),
  );
  return [
    ...added.map((name): ProofMutant => [
      `also ${name}`,
      // As it comes out of a body: "__proto__" is a member like any other.
      JSON.parse(`{${JSON.stringify(name)}:"x",${JSON.stringify(details).slice(1)}`) as object,
    ]),
    ...almost,
    ["in a list", [details]],
    ["in an object", { proof: details }],
    ["nothing in it", {}],
  ];
}

const sign = (secret: string, text: string): string =>
  createHmac("sha256", secret).update(text).digest("hex");

/** The signature in other spellings, and of other forms, hashes and keys that somebody could expect. */
function resigned(details: Json, secret: string): ProofMutant[] {
  const { version: _, signature, ...claims } = details;
  const hex = String(signature);
  const form = canonicalForm(claims as IdentityClaims);
  const values = Object.values(claims).map(String);
  const forms = [
    JSON.stringify(claims),
    JSON.stringify(details),
    ...["", ":", "|", "\n", "."].map((separator) => values.join(separator)),
    form.slice(0, -1),
    `${form}\n`,
    form.replaceAll("\n", "\r\n"),
    form.replace("latchkey-proof:1", "latchkey-proof:2"),
    form.slice(form.indexOf("\n") + 1),
    "",
  ];
  const keys = ["", "shop", "undefined", "null", hex, String(details["aud"])];
  const signatures: [string, string][] = [
    ["upper-case", hex.toUpperCase()],
    ["base64", Buffer.from(hex, "hex").toString("base64")],
    ["base64url", Buffer.from(hex, "hex").toString("base64url")],
    ["0x", `0x${hex}`],
    ["twice", hex + hex],
    ["half", hex.slice(0, 32)],
    ["zeros", "0".repeat(64)],
    ["a plain hash", createHash("sha256").update(form).digest("hex")],
    ...keys.map((key): [string, string] => [
      `the key ${JSON.stringify(key.slice(0, 8))}`,
      sign(key, form),
    ]),
  ];
  return [
    ...signatures.map(([name, other]): ProofMutant => [name, { ...details, signature: other }]),
    ...forms.map((text, i): ProofMutant => [
      `another form ${i}`,
      { ...details, signature: sign(secret, text) },
    ]),
  ];
}
