import { randomBytes, randomUUID } from "node:crypto";
import { describe, test } from "vitest";
import {
  type CredentialCache,
  type KeptCredentials,
  createCredentialCache,
  openCredentialCache,
} from "../../src/credential-cache.ts";
import type { Credentials } from "../../src/credentials.ts";
import { parseEmailAddress } from "../../src/domain/email-address.ts";
import { joinWorkers } from "../support/siblings.ts";

const TWO_MINUTES_MS = 120_000;

function newCredentials(): Credentials {
  const email = parseEmailAddress(`${randomUUID()}@example.com`);
  if (!email) throw new Error("no address");
  return { email, password: randomUUID() };
}
const startCache = (entriesMax?: number): { cache: CredentialCache; pass(ms: number): void } => {
  let nowMs = 0;
  const cache = createCredentialCache({
    now: () => nowMs,
    ...(entriesMax === undefined ? {} : { entriesMax }),
  });
  return { cache, pass: (ms) => void (nowMs += ms) };
};

describe("a password that was right a moment ago", () => {
  test("is known for its own address and stored hash, and for nothing else", ({ expect }) => {
    const { cache } = startCache();
    const credentials = newCredentials();
    const other = newCredentials();
    cache.keep(credentials, "hash");
    expect(cache.knows(credentials, "hash")).toBe(true);
    expect(cache.knows({ ...credentials, password: other.password }, "hash")).toBe(false);
    expect(cache.knows({ ...credentials, email: other.email }, "hash")).toBe(false);
    expect(cache.knows(credentials, "another hash")).toBe(false);
    expect(cache.knows(credentials, "")).toBe(false);
  });

  test("is known for two minutes from its hash on, however often it is used", ({ expect }) => {
    const { cache, pass } = startCache();
    const credentials = newCredentials();
    cache.keep(credentials, "hash");
    for (const ms of [TWO_MINUTES_MS / 2, TWO_MINUTES_MS / 2 - 1]) {
      pass(ms);
      expect(cache.knows(credentials, "hash")).toBe(true);
    }
    pass(1);
    expect(cache.knows(credentials, "hash")).toBe(false);
    cache.keep(credentials, "hash");
    expect(cache.knows(credentials, "hash")).toBe(true);
  });

  test("makes room for later ones when there are too many", ({ expect }) => {
    const { cache } = startCache(2);
    const [first, second, third] = [newCredentials(), newCredentials(), newCredentials()];
    cache.keep(first, "1");
    cache.keep(second, "2");
    // Kept anew, it is the latest.
    cache.keep(first, "1");
    cache.keep(third, "3");
    expect(cache.knows(second, "2")).toBe(false);
    expect(cache.knows(first, "1")).toBe(true);
    expect(cache.knows(third, "3")).toBe(true);
  });
});

describe("among the workers of one instance", () => {
  test("what one found right all know, and no worker of another instance does", async ({
    expect,
  }) => {
    const on = { CREDENTIAL_CACHE: "on" as const };
    const [one, two] = (await joinWorkers()).map((worker) => openCredentialCache(on, worker));
    const [stranger] = (await joinWorkers()).map((worker) => openCredentialCache(on, worker));
    const credentials = newCredentials();
    one?.keep(credentials, "hash");
    await expect.poll(() => two?.knows(credentials, "hash")).toBe(true);
    expect(two?.knows(credentials, "another hash")).toBe(false);
    expect(two?.knows(newCredentials(), "hash")).toBe(false);
    expect(stranger?.knows(credentials, "hash")).toBe(false);
  });

  test("what is told of it says neither address nor password, and is worth nothing under another key", ({
    expect,
  }) => {
    const told: KeptCredentials[] = [];
    const cache = createCredentialCache({ key: randomBytes(32), tell: (kept) => told.push(kept) });
    const credentials = newCredentials();
    cache.keep(credentials, "hash");
    const [kept] = told;
    if (!kept) throw new Error("nothing was told");
    expect(JSON.stringify(kept)).not.toContain(credentials.password);
    expect(JSON.stringify(kept)).not.toContain(credentials.email.normalised);
    const other = createCredentialCache({ key: randomBytes(32) });
    other.learn(kept);
    expect(other.knows(credentials, "hash")).toBe(false);
    cache.learn(kept);
    expect(cache.knows(credentials, "hash")).toBe(true);
  });

  test("what came late ends when it would have ended where it was found", ({ expect }) => {
    const credentials = newCredentials();
    const told: KeptCredentials[] = [];
    const key = randomBytes(32);
    createCredentialCache({ key, tell: (kept) => told.push(kept) }).keep(credentials, "hash");
    const [kept] = told;
    if (!kept) throw new Error("nothing was told");
    let nowMs = 0;
    const late = createCredentialCache({ key, now: () => nowMs });
    late.learn({ ...kept, endsAt: Date.now() - 1 });
    expect(late.knows(credentials, "hash")).toBe(false);
    // Behind one that ends later.
    late.keep(newCredentials(), "hash");
    late.learn({ ...kept, endsAt: Date.now() + 60_000 });
    expect(late.knows(credentials, "hash")).toBe(true);
    nowMs = 60_000;
    expect(late.knows(credentials, "hash")).toBe(false);
    // A clock that was set makes it no longer.
    late.learn({ ...kept, endsAt: Date.now() + 10 * TWO_MINUTES_MS });
    nowMs += TWO_MINUTES_MS;
    expect(late.knows(credentials, "hash")).toBe(false);
  });
});
