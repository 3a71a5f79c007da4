import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, test } from "vitest";
import { type IdentityClaims, canonicalForm } from "../../src/domain/identity-claims.ts";
import { createDetailsSigner } from "../../src/tokens/signed-details.ts";
import { claimsSchema } from "../../src/tokens/proof-claims.ts";

// Written by hand, and signed with: openssl dgst -sha256 -hmac "$KEY" < form.txt
const KEY = "hV7mK4tR9yL3pZ6sD1fH0jG5aQ8wE2xN";
const KNOWN: [name: string, claims: IdentityClaims, form: string, signature: string][] = [
  [
    "all claims",
    {
      iss: "https://id.shop.example",
      aud: "https://billing.shop.example:8443",
      sub: "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
      email: "ada@example.com",
      email_verified: true,
      purpose: "change-payout",
      nonce: "n-0S6_WzA2Mj",
      jti: "9d3f0c7e-8a4b-4c55-9d2c-0d9a6b3f1e21",
      iat: 1_769_860_800,
      exp: 1_769_860_860,
    },
    `latchkey-proof:1
iss:23:https://id.shop.example
aud:33:https://billing.shop.example:8443
sub:36:5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21
email:15:ada@example.com
email_verified:4:true
purpose:13:change-payout
nonce:12:n-0S6_WzA2Mj
jti:36:9d3f0c7e-8a4b-4c55-9d2c-0d9a6b3f1e21
iat:10:1769860800
exp:10:1769860860
`,
    "85ef20ed3fdc3f067841d47862373c46c012b42d0663a2e6c83c1bec08646ece",
  ],
  [
    "no nonce, bytes that are no characters, colons and line feeds",
    {
      iss: "https://id.müller.example/☃",
      aud: "a:b",
      sub: "x\nemail:3:a@b",
      email: "😀@example.com",
      email_verified: true,
      purpose: "a:1:b\n",
      jti: "9d3f0c7e-8a4b-4c55-9d2c-0d9a6b3f1e21",
      iat: 1,
      exp: 61,
    },
    [
      "latchkey-proof:1",
      "iss:30:https://id.müller.example/☃",
      "aud:3:a:b",
      "sub:13:x",
      "email:3:a@b",
      "email:16:😀@example.com",
      "email_verified:4:true",
      "purpose:6:a:1:b",
      "",
      "nonce:0:",
      "jti:36:9d3f0c7e-8a4b-4c55-9d2c-0d9a6b3f1e21",
      "iat:1:1",
      "exp:2:61",
      "",
    ].join("\n"),
    "754ff65687bae758871b168acec498848241c19657153337eab51a47108dde4b",
  ],
];

describe("known answers", () => {
  test.for(KNOWN)("%s", ([, claims, form, signature], { expect }) => {
    expect(canonicalForm(claims)).toBe(form);
    const signer = createDetailsSigner([{ name: claims.aud, secret: KEY }]);
    expect(signer.sign(claims)).toEqual({ version: 1, ...claims, signature });
    const expected = { issuer: claims.iss, audience: claims.aud, nowSeconds: claims.iat };
    expect(signer.read({ version: 1, ...claims, signature }, expected).ok).toBe(true);
  });

  test("are what openssl answers as well", ({ expect }) => {
    for (const [, , form, signature] of KNOWN) {
      const answer = execFileSync("openssl", ["dgst", "-sha256", "-hmac", KEY], { input: form });
      expect(answer.toString().trim().split(/\s+/).at(-1)).toBe(signature);
    }
  });
});

// Texts of what forms are made of, so that they come close to each other.
const text = fc.oneof(
  fc.string({ unit: "binary", minLength: 1, maxLength: 8 }),
  fc
    .array(
      fc.constantFrom(
        "\n",
        ":",
        "1",
        "0",
        "a",
        "é",
        "email",
        "nonce:0:",
        "sub:1:a\n",
        "😀",
        "\ufffd",
      ),
      { minLength: 1, maxLength: 6 },
    )
    .map((parts) => parts.join("")),
);
const claimSets: fc.Arbitrary<IdentityClaims> = fc.record(
  {
    iss: text,
    aud: text,
    sub: text,
    email: text,
    email_verified: fc.constant(true as const),
    purpose: text,
    nonce: text,
    jti: fc.uuid(),
    iat: fc.integer({ min: 1, max: 20 }),
    exp: fc.integer({ min: 1, max: 20 }),
  },
  {
    requiredKeys: ["iss", "aud", "sub", "email", "email_verified", "purpose", "jti", "iat", "exp"],
  },
);

/** Reads a form again, as nobody has to who verifies: its claims stand in it and nowhere else. */
function readForm(form: Buffer): Record<string, string> {
  const claims: Record<string, string> = {};
  let at = form.indexOf("\n") + 1;
  while (at < form.length) {
    const [, name = "", bytes = ""] = /^([a-z_]+):(\d+):/.exec(form.toString("latin1", at)) ?? [];
    const from = at + name.length + bytes.length + 2;
    const value = form.toString("utf8", from, from + Number(bytes));
    if (value !== "") claims[name] = value;
    at = from + Number(bytes) + 1;
  }
  return claims;
}

describe("no two proofs have the same form", () => {
  test("because what is in a form can be read from it again", ({ expect }) => {
    fc.assert(
      fc.property(claimSets, (claims) => {
        expect(claimsSchema.safeParse(claims).success).toBe(true);
        const read = readForm(Buffer.from(canonicalForm(claims)));
        const texts = Object.entries(claims).map(([name, value]) => [name, String(value)]);
        expect(read).toEqual(Object.fromEntries(texts));
      }),
      { numRuns: 2000 },
    );
  });

  test("also when their texts, one after the other, are the same", ({ expect }) => {
    const names = ["iss", "aud", "sub", "email", "purpose", "nonce"] as const;
    const place = fc.nat({ max: names.length - 2 });
    fc.assert(
      fc.property(claimSets, place, fc.nat({ max: 20 }), (claims, i, cut) => {
        const [one, other] = [names[i] ?? "iss", names[i + 1] ?? "aud"];
        const both = `${claims[one] ?? ""}${claims[other] ?? ""}`;
        const moved = { ...claims, [one]: both.slice(0, cut), [other]: both.slice(cut) };
        fc.pre(moved[one] !== claims[one] && claimsSchema.safeParse(moved).success);
        expect(canonicalForm(moved)).not.toBe(canonicalForm(claims));
      }),
      { numRuns: 2000 },
    );
  });

  test("because what would have the form of another one is refused", ({ expect }) => {
    const [, claims] = KNOWN[1] ?? [];
    if (!claims) throw new Error("there is none");
    const signer = createDetailsSigner([{ name: claims.aud, secret: KEY }]);
    const expected = { issuer: claims.iss, audience: claims.aud, nowSeconds: claims.iat };
    const read = (changes: object, more: object = {}): boolean => {
      const details = { ...signer.sign({ ...claims, ...changes }), ...more };
      return signer.read(details, expected).ok;
    };
    // An empty nonce is written as none is; and what is no character, as U+FFFD.
    expect(canonicalForm({ ...claims, nonce: "" })).toBe(canonicalForm(claims));
    expect([read({}), read({}, { nonce: "" })]).toEqual([true, false]);
    const replaced = { email: "\ufffd@example.com" };
    expect([read(replaced), read(replaced, { email: "\ud800@example.com" })]).toEqual([
      true,
      false,
    ]);
  });
});
