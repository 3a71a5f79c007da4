import { afterEach, beforeEach, describe, test, vi } from "vitest";
import { UnavailableError } from "../../src/domain/failure.ts";
import type { HashBackEnd } from "../../src/hashing/back-end.ts";
import { openHasher } from "../../src/hashing/hasher.ts";

const HASH_MS = 100;

// A back end whose hashes end when the test says so, and a clock that stands still but for the first two.
const native = vi.hoisted(() => ({
  isHeld: false,
  isAway: false,
  running: 0,
  runningMax: 0,
  ends: [] as ((error?: Error) => void)[],
}));

/** In the form of a stored hash, whose cost is read before it is checked: the decoy's too. */
const hashOf = (password: string): string =>
  `$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$${Buffer.from(password.padEnd(36)).toString("base64")}`;

async function run<T>(result: T): Promise<T> {
  native.running++;
  native.runningMax = Math.max(native.runningMax, native.running);
  if (native.isHeld)
    await new Promise<void>((resolve, reject) => {
      native.ends.push((error) => (error ? reject(error) : resolve()));
    });
  vi.advanceTimersByTime(HASH_MS);
  native.running--;
  return result;
}

vi.mock("../../src/hashing/native.ts", () => ({
  openNativeBackEnd: async (): Promise<HashBackEnd> => {
    if (native.isAway) throw new Error("no binary for this platform");
    return {
      name: "native",
      hash: (password) => run(hashOf(password)),
      verify: () => run(true),
      close: async () => {},
    };
  },
}));

const options = {
  backEnd: "native",
  cost: { memoryKib: 64, passes: 1, parallelism: 1 },
  concurrency: 2,
  waitMaxMs: 1000,
} as const;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
  Object.assign(native, { isHeld: false, isAway: false, running: 0, runningMax: 0, ends: [] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Ends hashes, oldest first, until none is left. */
async function endAll(): Promise<void> {
  for (let end = native.ends.shift(); end; end = native.ends.shift()) {
    end();
    await vi.waitFor(() => native.ends.length > 0 || native.running === 0 || Promise.reject());
  }
}

describe("the queue", () => {
  test.for([1, 2, 5])(
    "computes at most %i at once, and that many",
    async (concurrency, { expect }) => {
      const hasher = await openHasher({ ...options, concurrency, waitMaxMs: 60_000 });
      native.isHeld = true;
      const all = Promise.all(Array.from({ length: 20 }, (_, i) => hasher.hash(String(i))));
      await vi.waitFor(() => expect(native.running).toBe(concurrency));
      expect(hasher.queueLength()).toBe(20);
      await endAll();
      expect(await all).toEqual(Array.from({ length: 20 }, (_, i) => hashOf(String(i))));
      expect(native.runningMax).toBe(concurrency);
      expect(hasher.queueLength()).toBe(0);
    },
  );

  test.for([
    [1, 1000, 11],
    [2, 1000, 21],
    [2, 250, 6],
    [4, 99, 4],
    [1, 99, 1],
  ] as const)(
    "with %i at once and a wait of %i ms at most takes %i and refuses the next at once",
    async ([concurrency, waitMaxMs, taken], { expect }) => {
      const hasher = await openHasher({ ...options, concurrency, waitMaxMs });
      native.isHeld = true;
      const work = Array.from({ length: taken }, (_, i) => hasher.hash(String(i)));
      expect(hasher.queueLength()).toBe(taken);
      for (const refused of [hasher.hash("x"), hasher.verify(null, "x")])
        await expect(refused).rejects.toThrow(UnavailableError);
      expect(hasher.queueLength()).toBe(taken);
      await vi.waitFor(() => expect(native.running).toBe(Math.min(taken, concurrency)));
      await endAll();
      expect(await Promise.all(work)).toHaveLength(taken);
      native.isHeld = false;
      expect(await hasher.hash("x")).toBe(hashOf("x"));
    },
  );

  test("says in whole seconds when there is room again", async ({ expect }) => {
    const hasher = await openHasher({ ...options, concurrency: 1, waitMaxMs: 2500 });
    native.isHeld = true;
    const work = Array.from({ length: 26 }, () => hasher.hash("x"));
    await expect(hasher.hash("x")).rejects.toMatchObject({
      failure: { code: "overloaded", retryAfterSeconds: 3 },
    });
    await vi.waitFor(() => expect(native.running).toBe(1));
    await endAll();
    await Promise.all(work);
  });

  test("keeps its room when a hash fails", async ({ expect }) => {
    const hasher = await openHasher({ ...options, concurrency: 1 });
    native.isHeld = true;
    const failing = hasher.hash("x");
    await vi.waitFor(() => expect(native.running).toBe(1));
    native.ends.shift()?.(new Error("out of memory"));
    await expect(failing).rejects.toThrow("out of memory");
    expect(hasher.queueLength()).toBe(0);
    native.isHeld = false;
    expect(await hasher.hash("y")).toBe(hashOf("y"));
  });
});

test("an unknown account costs one hash and is refused, even where the decoy matches", async ({
  expect,
}) => {
  const hasher = await openHasher(options);
  native.isHeld = true;
  const verified = hasher.verify(null, "whatever");
  await vi.waitFor(() => expect(native.running).toBe(1));
  await endAll();
  expect(await verified).toBe(false);
});

describe("where the native back end does not load", () => {
  test("auto takes the other one", async ({ expect }) => {
    native.isAway = true;
    const hasher = await openHasher({ ...options, backEnd: "auto" });
    expect(hasher.backEnd).toBe("wasm");
    expect(await hasher.verify(await hasher.hash("x"), "x")).toBe(true);
    await hasher.close();
  });

  test("native fails at boot, with the reason", async ({ expect }) => {
    native.isAway = true;
    await expect(openHasher(options)).rejects.toThrow("no binary for this platform");
  });

  test("auto is native where it loads (control)", async ({ expect }) => {
    expect((await openHasher({ ...options, backEnd: "auto" })).backEnd).toBe("native");
  });
});
