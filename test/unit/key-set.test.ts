import { randomBytes } from "node:crypto";
import { describe, test } from "vitest";
import { ConfigError, loadConfig } from "../../src/config.ts";
import { keyOfSeed, parseKeySet, toPublicJwk, writeKeySet } from "../../src/tokens/key-set.ts";

// The key of RFC 8037, appendix A.
const KNOWN = keyOfSeed(
  Buffer.from("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A", "base64url"),
  1_767_225_600_000,
);
const newKey = (createdAtMs = 0): typeof KNOWN => keyOfSeed(randomBytes(32), createdAtMs);
type Jwk = Record<string, unknown>;
const jwksOf = (...keys: (typeof KNOWN)[]): Jwk[] =>
  (JSON.parse(writeKeySet(keys)) as { keys: Jwk[] }).keys;
const problemsOf = (keys: unknown): string[] => parseKeySet(JSON.stringify({ keys })).problems;

test("a key has the public half and the name of RFC 8037 §A.2 and §A.3", ({ expect }) => {
  expect(KNOWN.x).toBe("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
  expect(KNOWN.kid).toBe("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
});

test("what is written is read again, and nothing private is in the public form", ({ expect }) => {
  const keys = [KNOWN, newKey(1_767_300_000_000)];
  expect(parseKeySet(writeKeySet(keys))).toEqual({ keys, problems: [] });
  for (const key of keys) expect(JSON.stringify(toPublicJwk(key))).not.toContain(key.d);
});

test("a key alone needs neither a name nor a time", ({ expect }) => {
  const [{ kid: _, iat: __, alg: ___, use: ____, ...bare } = {}] = jwksOf(KNOWN);
  expect(parseKeySet(JSON.stringify({ keys: [bare] }))).toEqual({
    keys: [{ ...KNOWN, createdAtMs: 0 }],
    problems: [],
  });
});

describe("what is wrong is named, and no secret is repeated", () => {
  const [jwk = {}] = jwksOf(KNOWN);
  const { x } = newKey();
  test.for([
    ["a public key", [{ ...jwk, d: undefined }], /^keys\.0\.d: /],
    ["a key on another curve", [{ ...jwk, crv: "X25519" }], /^keys\.0\.crv: /],
    ["a key of another kind", [{ ...jwk, kty: "RSA" }], /^keys\.0\.kty: /],
    ["a short key", [{ ...jwk, d: "c2hvcnQ" }], /^keys\.0\.d: must be 32 bytes in base64url$/],
    ["halves that do not fit", [{ ...jwk, x }], /^keys\.0: x is not the public half of d$/],
    [
      "a name that is not its own",
      [{ ...jwk, kid: "mine" }],
      /^keys\.0: kid is not its thumbprint/,
    ],
    ["a time that is none", [{ ...jwk, iat: "yesterday" }], /^keys\.0\.iat: /],
    ["a key twice", [jwk, jwk], /^keys\.1: is there twice$/],
    [
      "two without a time",
      [jwk, { ...jwksOf(newKey())[0], iat: undefined }],
      /^keys\.1: needs iat/,
    ],
    ["no key", [], /^keys: must have a key$/],
    ["no list", "x", /^keys: must be a list of JWKs$/],
  ] as const)("%s", ([, keys, pattern], { expect }) => {
    expect(problemsOf(keys)).toEqual([expect.stringMatching(pattern)]);
    expect(problemsOf(keys).join()).not.toContain(KNOWN.d);
  });

  test.for(["", "{", "null", "[]", "1", KNOWN.d])(
    "text that is no key set: %s",
    (text, { expect }) => {
      const { problems } = parseKeySet(text);
      expect(problems.length).toBeGreaterThan(0);
      expect(problems.join()).not.toContain(KNOWN.d);
    },
  );

  test("all at once", ({ expect }) => {
    expect(problemsOf([{ ...jwk, kid: "x" }, { kty: "OKP" }, { ...jwk, crv: "x" }])).toHaveLength(
      4,
    );
    expect(problemsOf([{ ...jwk, kid: "x" }, jwk])).toHaveLength(2);
  });

  test("at the start, as SIGNING_KEYS", ({ expect }) => {
    const load = (more: Record<string, string>): unknown =>
      loadConfig({
        NODE_ENV: "test",
        DATABASE_URL: "postgres://127.0.0.1/x",
        REDIS_URL: "redis://127.0.0.1",
        EMAIL_API_URL: "http://127.0.0.1",
        ...more,
      });
    const broken = JSON.stringify({ keys: [{ ...jwk, kid: "mine" }] });
    expect(() => load({ SIGNING_KEYS: broken })).toThrow(ConfigError);
    expect(() => load({ SIGNING_KEYS: broken })).toThrow(
      /^ {2}SIGNING_KEYS: keys\.0: kid is not its thumbprint$/m,
    );
    const good = writeKeySet([KNOWN]);
    expect(load({ SIGNING_KEYS: good })).toMatchObject({ SIGNING_KEYS: [KNOWN] });
    expect(() => load({ SIGNING_KEYS: good, SIGNING_KEYS_FILE: "keys.json" })).toThrow(
      /SIGNING_KEYS: cannot be given with SIGNING_KEYS_FILE/,
    );
  });
});
