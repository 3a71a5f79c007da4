import { randomUUID } from "node:crypto";
import { describe, test } from "vitest";
import { type CredentialCache, createCredentialCache } from "../../src/credential-cache.ts";
import type { Credentials } from "../../src/credentials.ts";
import { parseEmailAddress } from "../../src/domain/email-address.ts";

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
