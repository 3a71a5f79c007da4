import { type Json, type Mutant, type Signer, forge } from "./forge.ts";

export type Making = [name: string, token: Promise<string> | string];

/** Signed by our own key, with a header that no token of ours has, or what is no header or no claims. */
export function headers(header: Json, claims: Json, ours: Signer): Making[] {
  const crits = [["exp"], ["alg"], ["x"], [""], [], "exp", null, {}, [1], ["b64", "x"]];
  const types = [
    "JWT",
    "jwt",
    "",
    "at",
    "at+jwt2",
    "x/at+jwt",
    "refresh+jwt",
    "id+jwt",
    "dpop+jwt",
  ];
  const unusual: [string, Json | string][] = [
    ...crits.map((crit): [string, Json] => [`crit ${JSON.stringify(crit)}`, { crit, x: 1 }]),
    ["an unencoded payload", { b64: false, crit: ["b64"] }],
    ...[...types, "secevent+jwt", undefined, null, 1, ["at+jwt"]].map((typ): [string, Json] => [
      `typ ${JSON.stringify(typ)}`,
      { typ },
    ]),
  ];
  return [
    ...unusual.map(([name, more]): Making => [
      name,
      forge({ ...header, ...(more as Json) }, claims, ours),
    ]),
    ...["", "{}", "[]", "null", "x", '"at+jwt"', "{", "\u0000"].flatMap((text): Making[] => [
      [`header ${text}`, forge(text, claims, ours)],
      [`claims ${text}`, forge(header, text, ours)],
    ]),
  ];
}

/** The claims that a kind of token must have, each with values that are wrong for it. */
export type WrongClaims = Record<string, (claim: unknown) => unknown[]>;

const IDS = ["5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21", "' OR 1=1 --", "*"];
const AUDIENCES = [["https://evil.test"], ["http://127.0.0.1"], [[]], "127.0.0.1:8080"];
const any = (claim: unknown): unknown[] => [[claim], 7];
const registered: WrongClaims = {
  iss: () => [
    "https://evil.test",
    "http://127.0.0.1:8080/",
    "HTTP://127.0.0.1:8080",
    "http://127.0.0.1",
  ],
  aud: () => ["https://evil.test", ...AUDIENCES],
  exp: () => ["9999999999", -1, [9_999_999_999]],
  iat: () => ["0", 0, -1, 9_999_999_999],
  jti: any,
};

export const ACCESS_CLAIMS: WrongClaims = {
  ...registered,
  sub: () => ["me", ...IDS],
  sid: () => ["current", ...IDS],
  client_id: any,
};

/** With a nonce that is expected. */
export const PROOF_CLAIMS: WrongClaims = {
  ...registered,
  aud: (claim) => ["https://evil.test", [claim], [claim, "shop"], ...AUDIENCES],
  sub: any,
  email: any,
  email_verified: () => [false, "true", 1],
  purpose: any,
  nonce: (claim) => [`${String(claim)} `, String(claim).toUpperCase(), ...any(claim)],
  jti: (claim) => ["me", `${String(claim)} `, ...any(claim)],
};

/** Signed by our own key: each claim missing, of another type, or of another value. */
export function wrongClaims(
  header: Json,
  claims: Json,
  ours: Signer,
  wrong: WrongClaims,
): Making[] {
  const swaps = Object.entries(wrong).flatMap(([name, othersOf]) =>
    [undefined, null, "", true, {}, [], ...othersOf(claims[name])]
      .filter((value) => value !== claims[name])
      .map((value): [string, unknown] => [name, value]),
  );
  return swaps.map(([name, value]) => [
    `${name} ${JSON.stringify(value)}`,
    forge(header, { ...claims, [name]: value }, ours),
  ]);
}

/** Other numbers of parts, and empty ones. */
export function cut(token: string): Mutant[] {
  const [h = "", c = "", s = ""] = token.split(".");
  const texts = [
    "",
    ".",
    "..",
    "...",
    "....",
    h,
    c,
    s,
    `${h}.${c}`,
    `${h}.${c}.`,
    `${h}..${s}`,
    `.${c}.${s}`,
    `${token}.`,
    `.${token}`,
    `${token}.${s}`,
    `${h}.${c}.${s}.${h}.${c}`,
    `${token}${token}`,
    `${c}.${h}.${s}`,
    `${h}.${c}.${s}${s}`,
    `${h}.${c}.${s.slice(0, -2)}`,
    `${token}=`,
    `${token} x`,
    `${h}. ${c}.${s}`,
    `${h}.${c}.${s}==`,
    `"${token}"`,
    `{"payload":"${c}"}`,
  ];
  return texts.map((text, i) => [`cut ${i}`, text]);
}
