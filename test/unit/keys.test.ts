import { randomBytes } from "node:crypto";
import { describe, test } from "vitest";
import { type Keys, deriveKeys, pseudonym } from "../../src/keys.ts";

const secret = randomBytes(48).toString("base64");
const hexOf = (keys: Keys): string[] =>
  Object.values(keys).map((key) => key.export().toString("hex"));

describe("the derived keys", () => {
  test("are 32 bytes each, and no two are the same", ({ expect }) => {
    const keys = hexOf(deriveKeys(secret));
    expect(keys.length).toBeGreaterThanOrEqual(4);
    for (const key of keys) expect(key).toHaveLength(64);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("are the same in every process with the same secret", ({ expect }) => {
    expect(deriveKeys(secret)).toEqual(deriveKeys(secret));
  });

  // Other keys would void every code and every pseudonym that is stored.
  test("are the same in every release", ({ expect }) => {
    expect(deriveKeys("known-answer").address.export().toString("hex")).toBe(
      "8da3fcf317013b53d5b64b0b0114d6ba5ef7583baaf01270150c3cfdb5f02bf8",
    );
  });

  test("all change with any character of the secret", ({ expect }) => {
    const keys = [secret, `${secret}x`, secret.slice(1), secret.slice(0, -1)].flatMap((text) =>
      hexOf(deriveKeys(text)),
    );
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("do not hold the secret", ({ expect }) => {
    for (const key of Object.values(deriveKeys(secret)))
      expect(key.export().toString("latin1")).not.toContain(secret.slice(0, 6));
  });
});

describe("a pseudonym", () => {
  const { address: key, idempotency } = deriveKeys(secret);

  test("is the same for the same text, and fits in a key or a URL", ({ expect }) => {
    expect(pseudonym(key, "ada@example.com")).toBe(pseudonym(key, "ada@example.com"));
    expect(pseudonym(key, "")).toMatch(/^[\w-]{43}$/);
    expect(pseudonym(key, "\u{1f511}\n{}:*")).toMatch(/^[\w-]{43}$/);
  });

  test("is another for another text, under another key and under another secret", ({ expect }) => {
    const names = [
      pseudonym(key, "ada@example.com"),
      pseudonym(key, "Ada@example.com"),
      pseudonym(key, "ada@example.co"),
      pseudonym(idempotency, "ada@example.com"),
      pseudonym(deriveKeys(`${secret}x`).address, "ada@example.com"),
    ];
    expect(new Set(names).size).toBe(names.length);
  });

  test("hides the text", ({ expect }) => {
    const name = pseudonym(key, "ada@example.com");
    expect(name).not.toContain("ada");
    expect(Buffer.from(name, "base64url").toString("latin1")).not.toContain("ada");
  });
});
