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

const OTHERS: Record<string, unknown[]> = {
  iss: ["https://evil.test", "http://127.0.0.1:8080/", "HTTP://127.0.0.1:8080", "http://127.0.0.1"],
  aud: ["https://evil.test", ["https://evil.test"], ["http://127.0.0.1"], [[]], "127.0.0.1:8080"],
  sub: ["5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21", "me", "' OR 1=1 --", "*"],
  sid: ["5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21", "current", "' OR 1=1 --", "*"],
  exp: ["9999999999", -1, [9_999_999_999]],
  iat: ["0", 0, -1, 9_999_999_999],
};

/** Signed by our own key: each required claim missing, of another type, or of another value. */
export function wrongClaims(header: Json, claims: Json, ours: Signer): Making[] {
  const required = ["iss", "aud", "sub", "sid", "client_id", "iat", "exp", "jti"];
  const swaps = required.flatMap((name) =>
    [undefined, null, "", true, {}, [], ...(OTHERS[name] ?? [[claims[name]], 7])].map(
      (value): [string, unknown] => [name, value],
    ),
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
