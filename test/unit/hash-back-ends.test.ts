import { randomBytes } from "node:crypto";
import { argon2id } from "hash-wasm";
import { afterAll, describe, test } from "vitest";
import { openNativeBackEnd } from "../../src/hashing/native.ts";
import { readHashCost } from "../../src/hashing/phc.ts";
import { openWasmBackEnd } from "../../src/hashing/wasm.ts";

const cost = { memoryKib: 64, passes: 1, parallelism: 1 };
const backEnds = { native: await openNativeBackEnd(), wasm: await openWasmBackEnd(1) };

afterAll(async () => {
  for (const { close } of Object.values(backEnds)) await close();
});

/** Known answers of the reference implementation's own test.c: version 1.3, salt "somesalt" but for the last. */
const REFERENCES = [
  [
    "password",
    "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
  ],
  [
    "password",
    "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
  ],
  [
    "password",
    "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
  ],
  [
    "differentpassword",
    "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$C4TWUs9rDEvq7w3+J4umqA32aWKB1+DSiRuBfYxFj94",
  ],
  [
    "password",
    "$argon2id$v=19$m=65536,t=2,p=1$ZGlmZnNhbHQ$vfMrBczELrFdWP0ZsfhWsRPaHppYdP3MVEMIVlqoFBw",
  ],
] as const;

describe.each(["native", "wasm"] as const)("the %s back end", (name) => {
  const { hash, verify } = backEnds[name];

  test.for(REFERENCES)(
    "reads the reference's hash of %s: %s",
    async ([password, known], { expect }) => {
      expect(await verify(known, password)).toBe(true);
      expect(await verify(known, `${password}.`)).toBe(false);
    },
  );

  test("reads what the library encodes with a fixed salt", async ({ expect }) => {
    const encoded = await argon2id({
      password: "correct horse",
      salt: Buffer.alloc(16, 3),
      memorySize: 64,
      iterations: 3,
      parallelism: 4,
      hashLength: 32,
      outputType: "encoded",
    });
    expect(await verify(encoded, "correct horse")).toBe(true);
    expect(await verify(encoded, "correct hors")).toBe(false);
  });

  test("makes PHC strings of the cost it was given, with 16 bytes of salt and 32 of hash", async ({
    expect,
  }) => {
    const made = await hash("password", cost);
    expect(readHashCost(made)).toEqual(cost);
    const [salt = "", digest = ""] = made.split("$").slice(-2);
    expect(Buffer.from(salt, "base64")).toHaveLength(16);
    expect(Buffer.from(digest, "base64")).toHaveLength(32);
  });

  test("never makes the same hash of a password twice", async ({ expect }) => {
    const made = await Promise.all(Array.from({ length: 20 }, () => hash("password", cost)));
    expect(new Set(made.map((text) => text.split("$")[4])).size).toBe(20);
  });

  test("never says yes to an empty password", async ({ expect }) => {
    const made = await hash("password", cost);
    expect(await verify(made, "")).toBe(false);
    expect(await verify(made, "password")).toBe(true);
  });
});

describe.each([
  ["native", "wasm"],
  ["wasm", "native"],
] as const)("what %s makes, %s reads:", (maker, reader) => {
  test.for([
    ["ASCII", "correct horse"],
    ["an emoji", "\u{1f511}"],
    ["an accent", "caf\u00e9"],
    ["256 characters of four bytes", "\u{10ffff}".repeat(256)],
    ["what looks like a hash", "$argon2id$v=19$m=64,t=1,p=1$"],
    ["random text", randomBytes(200).toString("base64")],
  ] as const)("%s", async ([, password], { expect }) => {
    const made = await backEnds[maker].hash(password, cost);
    expect(await backEnds[reader].verify(made, password)).toBe(true);
    expect(await backEnds[reader].verify(made, `${password} `)).toBe(false);
    expect(await backEnds[reader].verify(made, password.slice(0, -1))).toBe(false);
  });

  test("with more passes and lanes too", async ({ expect }) => {
    const dear = { memoryKib: 256, passes: 4, parallelism: 2 };
    const made = await backEnds[maker].hash("password", dear);
    expect(readHashCost(made)).toEqual(dear);
    expect(await backEnds[reader].verify(made, "password")).toBe(true);
  });
});
