import { afterAll, beforeAll, test, vi } from "vitest";
import { newPerson } from "../support/client.ts";
import { type TestService, startService } from "../support/service.ts";
import { newActivePerson, signIn } from "../support/session.ts";

// Each pair is two hashes at their full cost, one after the other.
vi.setConfig({ testTimeout: 90_000 });

const PAIRS = 60;

let service: TestService;
beforeAll(async () => {
  // At what production pays for a hash: what is left out shows.
  service = await startService({ LIMITS: "off", HASH_MEMORY_KIB: "19456", HASH_PASSES: "2" });
});
afterAll(() => service[Symbol.asyncDispose]());

const timeOf = async (email: string): Promise<number> => {
  const startedAt = performance.now();
  const { status } = await signIn(service, { email, password: "not the password" });
  if (status !== 401) throw new Error(`it answered ${status}`);
  return performance.now() - startedAt;
};

/** How often a known address takes longer than an unknown one: a half when the clock tells nothing. */
async function shareOfLonger(known: string): Promise<number> {
  const times: { known: number[]; unknown: number[] } = { known: [], unknown: [] };
  for (let i = 0; i < PAIRS; i++) {
    const order = ["known", "unknown"] as const;
    // In turns, so that whatever else the machine does falls on both.
    for (const kind of i % 2 ? order : order.toReversed())
      times[kind].push(await timeOf(kind === "known" ? known : newPerson().email));
  }
  const longer = times.known.flatMap((each) => times.unknown.filter((other) => each > other));
  return longer.length / PAIRS ** 2;
}

test("the time of a refused sign-in tells no known address from an unknown one, as far as sixty pairs see", async ({
  expect,
}) => {
  const { email } = await newActivePerson(service);
  const share = await shareOfLonger(email);
  // Six standard errors and more; what is finer is measured by `just bench timing`.
  expect(share).toBeGreaterThan(0.2);
  expect(share).toBeLessThan(0.8);
});

test("without the hash for nobody it does (control)", async ({ expect }) => {
  const { email } = await newActivePerson(service);
  const { hasher } = service.resources;
  const verify = hasher.verify.bind(hasher);
  hasher.verify = async (stored, password) => stored !== null && verify(stored, password);
  const share = await shareOfLonger(email);
  hasher.verify = verify;
  expect(share).toBeGreaterThan(0.85);
});
