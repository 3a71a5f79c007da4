import { describe, test, vi } from "vitest";
import { UnavailableError } from "../../src/domain/failure.ts";
import { type Hasher, openHasher } from "../../src/hashing/hasher.ts";

const cost = { memoryKib: 64, passes: 1, parallelism: 1 };
const REFERENCE =
  "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

describe.each(["native", "wasm"] as const)("the hasher on %s", (backEnd) => {
  const options = { backEnd, cost, concurrency: 2, waitMaxMs: 60_000 };
  const open = async (): Promise<Hasher & AsyncDisposable> => {
    const hasher = await openHasher(options);
    return { ...hasher, [Symbol.asyncDispose]: hasher.close };
  };

  test("says which back end it is", async ({ expect }) => {
    await using hasher = await open();
    expect(hasher.backEnd).toBe(backEnd);
  });

  test("says yes to the right password alone, and never for an unknown account", async ({
    expect,
  }) => {
    await using hasher = await open();
    const hash = await hasher.hash("right");
    expect(await hasher.verify(hash, "right")).toBe(true);
    for (const wrong of ["wrong", "", "righ", "right ", "Right"])
      expect(await hasher.verify(hash, wrong), wrong).toBe(false);
    for (const any of ["right", "", "x".repeat(256)])
      expect(await hasher.verify(null, any), any).toBe(false);
  });

  test("knows a hash of another cost, which the next sign-in renews", async ({ expect }) => {
    await using hasher = await open();
    expect(hasher.isOutdated(await hasher.hash("x"))).toBe(false);
    for (const changed of ["m=65,t=1,p=1", "m=64,t=2,p=1", "m=64,t=1,p=2"])
      expect(hasher.isOutdated(REFERENCE.replace("m=65536,t=2,p=1", changed))).toBe(true);
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
    await using hasher = await open();
    await expect(hasher.verify(hash, "password")).rejects.toThrow("a stored password hash");
    expect(hasher.queueLength()).toBe(0);
  });

  test("goes on after a hash that cannot be computed", async ({ expect }) => {
    await using hasher = await open();
    const impossible = REFERENCE.replace("m=65536,t=2,p=1", "m=8,t=1,p=4");
    await expect(hasher.verify(impossible, "password")).rejects.toThrow(/memory/i);
    expect(hasher.queueLength()).toBe(0);
    expect(await hasher.verify(await hasher.hash("x"), "x")).toBe(true);
  });

  test("turns work away that would wait too long, and finishes all it took", async ({ expect }) => {
    // What a hash costs is measured by this clock: some ten milliseconds, however crowded the machine is.
    let nowMs = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => (nowMs += 10));
    const hasher = await openHasher({ ...options, waitMaxMs: 200 });
    clock.mockRestore();
    const results = await Promise.allSettled(
      Array.from({ length: 200 }, () => hasher.hash("password")),
    );
    const refused = results.filter((result) => result.status === "rejected");
    const taken = results.filter((result) => result.status === "fulfilled");
    expect(taken.length).toBeGreaterThan(2);
    expect(new Set(taken.map(({ value }) => value)).size).toBe(taken.length);
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) {
      expect(reason).toBeInstanceOf(UnavailableError);
      expect(reason).toMatchObject({ failure: { code: "overloaded" } });
      expect(reason.failure.retryAfterSeconds).toBeGreaterThanOrEqual(1);
    }
    expect(hasher.queueLength()).toBe(0);
    expect(await hasher.hash("password")).toContain("$argon2id$");
    await hasher.close();
  });
});
