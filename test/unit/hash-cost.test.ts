import { describe, test } from "vitest";
import { environmentSchema } from "../../src/config.ts";
import { isSameCost, readHashCost } from "../../src/hashing/phc.ts";

const hashOf = (parameters: string): string =>
  `$argon2id$v=19$${parameters}$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc`;
const FINE = hashOf("m=65536,t=2,p=1");

describe("the cost of a stored hash", () => {
  test.for([
    ["m=65536,t=2,p=1", { memoryKib: 65_536, passes: 2, parallelism: 1 }],
    ["m=8,t=1,p=1", { memoryKib: 8, passes: 1, parallelism: 1 }],
    ["m=262144,t=10,p=4", { memoryKib: 262_144, passes: 10, parallelism: 4 }],
  ] as const)("is read from %s", ([parameters, cost], { expect }) => {
    expect(readHashCost(hashOf(parameters))).toEqual(cost);
  });

  test.for([
    "m=262145,t=1,p=1",
    "m=2097152,t=1,p=1",
    "m=9999999,t=1,p=1",
    "m=65536,t=11,p=1",
    "m=65536,t=99,p=1",
    "m=65536,t=2,p=5",
    "m=65536,t=2,p=9",
  ])("is refused where it is a trap for memory or time: %s", (parameters, { expect }) => {
    expect(() => readHashCost(hashOf(parameters))).toThrow("more memory or time than is allowed");
  });

  test.for([
    ["nothing", ""],
    ["text", "plain"],
    ["bcrypt", "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy"],
    ["argon2i", FINE.replace("argon2id", "argon2i")],
    ["argon2d", FINE.replace("argon2id", "argon2d")],
    ["version 1.0", FINE.replace("v=19", "v=16")],
    ["no version", FINE.replace("$v=19", "")],
    ["a cost beyond all numbers", hashOf("m=99999999999999999999,t=1,p=1")],
    ["a negative cost", hashOf("m=-1,t=1,p=1")],
    ["another order", hashOf("t=2,m=65536,p=1")],
    ["a key id", hashOf("m=65536,t=2,p=1,keyid=AA")],
    ["a salt of ten characters", FINE.replace("c29tZXNhbHQ", "c29tZXNhbH")],
    ["no hash", FINE.slice(0, FINE.lastIndexOf("$"))],
    ["something before", ` ${FINE}`],
    ["a line after", `${FINE}\n`],
    ["something after", `${FINE}$x`],
    ["a megabyte", FINE + "A".repeat(2 ** 20)],
  ] as const)("is not read from %s", ([, hash], { expect }) => {
    expect(() => readHashCost(hash)).toThrow("not an argon2id PHC string");
  });

  test("is refused without the hash in the message", ({ expect }) => {
    for (const hash of [hashOf("m=2097152,t=1,p=1"), FINE.replace("argon2id", "argon2i")])
      expect(() => readHashCost(hash)).toThrow(/^(?!.*(c29tZXNhbHQ|CTFh))/);
  });
});

test("two costs are the same when all three numbers are", ({ expect }) => {
  const cost = { memoryKib: 64, passes: 2, parallelism: 1 };
  expect(isSameCost(cost, { ...cost })).toBe(true);
  for (const name of ["memoryKib", "passes", "parallelism"] as const)
    expect(isSameCost(cost, { ...cost, [name]: 3 }), name).toBe(false);
});

describe("a hash of any cost that the configuration allows can be read again", () => {
  const isAllowed = (name: "HASH_MEMORY_KIB" | "HASH_PASSES", value: number): boolean =>
    environmentSchema.shape[name].safeParse(String(value)).success;

  test.for([8, 19_456, 262_144, 262_145, 1_048_576])("m=%i", (memoryKib, { expect }) => {
    if (!isAllowed("HASH_MEMORY_KIB", memoryKib)) return;
    expect(readHashCost(hashOf(`m=${memoryKib},t=1,p=1`)).memoryKib).toBe(memoryKib);
  });

  test.for([1, 2, 10, 11])("t=%i", (passes, { expect }) => {
    if (!isAllowed("HASH_PASSES", passes)) return;
    expect(readHashCost(hashOf(`m=65536,t=${passes},p=1`)).passes).toBe(passes);
  });

  test("and the default is among them (control)", ({ expect }) => {
    expect(isAllowed("HASH_MEMORY_KIB", 19_456)).toBe(true);
    expect(isAllowed("HASH_PASSES", 2)).toBe(true);
  });
});
