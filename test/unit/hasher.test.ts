import { describe, test } from "vitest";
import { UnavailableError } from "../../src/domain/failure.ts";
import { openHasher } from "../../src/hashing/hasher.ts";
import { openNativeBackEnd } from "../../src/hashing/native.ts";
import { readHashCost } from "../../src/hashing/phc.ts";
import { openWasmBackEnd } from "../../src/hashing/wasm.ts";

const cost = { memoryKib: 64, passes: 1, parallelism: 1 };
const common = { cost, concurrency: 2, waitMaxMs: 60_000 };

/** Made by the argon2 command of the reference implementation: argon2id, m=65536, t=2, p=1, "password", "somesalt". */
const REFERENCE =
  "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

describe("both back ends", () => {
  test("read each other's hashes and the reference's, and refuse a wrong password", async ({
    expect,
  }) => {
    const backEnds = [await openNativeBackEnd(), openWasmBackEnd(1)];
    const hashes = [REFERENCE];
    for (const { hash } of backEnds) hashes.push(await hash("password", cost));
    for (const { verify } of backEnds)
      for (const hash of hashes) {
        expect(await verify(hash, "password"), hash).toBe(true);
        expect(await verify(hash, "passwore"), hash).toBe(false);
      }
    expect(hashes.slice(1).map(readHashCost)).toEqual([cost, cost]);
    for (const { close } of backEnds) await close();
  });
});

describe.each(["native", "wasm"] as const)("the hasher on %s", (backEnd) => {
  const options = { ...common, backEnd };

  test("never says yes for an unknown account", async ({ expect }) => {
    const hasher = await openHasher(options);
    const hash = await hasher.hash("right");
    expect(await hasher.verify(hash, "right")).toBe(true);
    expect(await hasher.verify(hash, "wrong")).toBe(false);
    expect(await hasher.verify(null, "right")).toBe(false);
    expect(await hasher.verify(null, "")).toBe(false);
    await hasher.close();
  });

  test("turns work away that would wait too long, and finishes what it took", async ({
    expect,
  }) => {
    const expensive = { memoryKib: 19_456, passes: 2, parallelism: 1 };
    const hasher = await openHasher({ ...options, cost: expensive, waitMaxMs: 200 });
    const results = await Promise.allSettled(
      Array.from({ length: 200 }, () => hasher.hash("password")),
    );
    const refused = results.filter((result) => result.status === "rejected");
    const taken = results.length - refused.length;
    expect(taken).toBeGreaterThan(2);
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) {
      expect(reason).toBeInstanceOf(UnavailableError);
      expect(reason).toMatchObject({ failure: { code: "overloaded" } });
    }
    expect(hasher.queueLength()).toBe(0);
    expect(await hasher.hash("password")).toContain("$argon2id$");
    await hasher.close();
  });

  test("knows a hash of another cost", async ({ expect }) => {
    const hasher = await openHasher(options);
    expect(hasher.isOutdated(await hasher.hash("x"))).toBe(false);
    expect(hasher.isOutdated(REFERENCE)).toBe(true);
    await hasher.close();
  });

  test.for([
    "",
    "plain",
    "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
    REFERENCE.replace("m=65536", "m=2097152"),
    REFERENCE.replace("t=2", "t=99"),
    REFERENCE.replace("p=1", "p=9"),
    REFERENCE.replace("argon2id", "argon2i"),
  ])("does not start on %j", async (hash, { expect }) => {
    const hasher = await openHasher(options);
    await expect(hasher.verify(hash, "password")).rejects.toThrow("a stored password hash");
    await hasher.close();
  });
});
