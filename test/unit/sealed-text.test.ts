import { createSecretKey, randomBytes } from "node:crypto";
import { describe, test } from "vitest";
import { sealText, unsealText } from "../../src/domain/sealed-text.ts";

const KEY = createSecretKey(randomBytes(32));
const TEXT = '["ada@example.com","n-0S6_WzA2Mj",1763700000123]';
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

describe("a sealed text", () => {
  test.for(["x", TEXT, "ü€😀\u0000\r\n", "x".repeat(10_000)])(
    "comes out as it went in, and never twice the same",
    (text, { expect }) => {
      const sealed = sealText(KEY, "a", text);
      expect(sealed).toMatch(/^[\w-]+$/);
      expect(unsealText(KEY, "a", sealed)).toBe(text);
      expect(sealText(KEY, "a", text)).not.toBe(sealed);
    },
  );

  test("shows nothing of what is in it", ({ expect }) => {
    const bytes = Buffer.from(sealText(KEY, "a", TEXT), "base64url");
    for (const part of ["ada", "example", "n-0S6", "17637"])
      expect(bytes.includes(part)).toBe(false);
  });

  test("with any one character changed, to any other, is none", ({ expect }) => {
    const sealed = sealText(KEY, "a", TEXT);
    let accepted = 0;
    for (let i = 0; i < sealed.length; i++)
      for (const other of ALPHABET)
        if (
          other !== sealed[i] &&
          unsealText(KEY, "a", sealed.slice(0, i) + other + sealed.slice(i + 1))
        )
          accepted++;
    expect(accepted).toBe(0);
    expect(unsealText(KEY, "a", sealed)).toBe(TEXT);
  });

  test("with any one bit flipped is none", ({ expect }) => {
    const bytes = Buffer.from(sealText(KEY, "a", TEXT), "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(unsealText(KEY, "a", flipped.toString("base64url"))).toBeNull();
    }
  });

  test("cut short at either end, or with something before, behind or inside, is none", ({
    expect,
  }) => {
    const sealed = sealText(KEY, "a", TEXT);
    for (let i = 0; i < sealed.length; i++) {
      expect(unsealText(KEY, "a", sealed.slice(0, i))).toBeNull();
      expect(unsealText(KEY, "a", sealed.slice(i + 1))).toBeNull();
    }
    for (const more of ["=", "A", " ", "\n", ".", "\u0000", "ü", sealed]) {
      expect(unsealText(KEY, "a", sealed + more)).toBeNull();
      expect(unsealText(KEY, "a", more + sealed)).toBeNull();
      expect(unsealText(KEY, "a", sealed.slice(0, 9) + more + sealed.slice(9))).toBeNull();
    }
  });

  test("in another spelling of the same bytes is none", ({ expect }) => {
    // Of 29 and of 31 bytes the last character has idle bits.
    for (const text of ["x", "xxx"]) {
      const sealed = sealText(KEY, "a", text);
      const bytes = Buffer.from(sealed, "base64url");
      const spellings = ALPHABET.split("")
        .map((last) => sealed.slice(0, -1) + last)
        .filter((each) => each !== sealed && Buffer.from(each, "base64url").equals(bytes));
      expect(spellings.length).toBeGreaterThan(0);
      for (const other of [...spellings, bytes.toString("base64")])
        expect(unsealText(KEY, "a", other)).toBeNull();
    }
  });

  test("about something else, or of another key, is none", ({ expect }) => {
    const sealed = sealText(KEY, "a", TEXT);
    for (const about of ["", "b", "aa", "A"]) expect(unsealText(KEY, about, sealed)).toBeNull();
    expect(unsealText(createSecretKey(randomBytes(32)), "a", sealed)).toBeNull();
  });
});
