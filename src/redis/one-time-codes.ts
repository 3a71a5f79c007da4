import type { CodePurpose } from "../domain/one-time-code.ts";
import type { Redis } from "./connection.ts";
import { defineScript } from "./script.ts";

/** Whose code: the address by its pseudonym. */
export type CodeKey = { addressPseudonym: string; purpose: CodePurpose };

/** Which of its codes: the newest one asked for, of the newest registration. */
export type CodeNumber = { generation: number; sequence: number };

export type IssuedCode = CodeKey & CodeNumber & { digest: string; triesMax: number; ttlMs: number };

export type Redemption =
  | { kind: "none" }
  | { kind: "right" }
  | { kind: "wrong"; triesLeft: number }
  | { kind: "exhausted" };

export type CodeStanding = { triesLeft: number; lifeLeftMs: number; accepted: boolean };

/**
 * The live codes: at most one for an address and purpose, digests only, each with a life by Redis' clock.
 * All of it throws UnavailableError when Redis does not answer: no guess is compared uncounted.
 */
export type OneTimeCodes = {
  /** Stores a code for the time of its send. Returns false when a newer one stands there. */
  issue(code: IssuedCode): Promise<boolean>;
  /** Starts the code's life. Returns false when it is gone, or another one. */
  accept(key: CodeKey, number: CodeNumber, ttlMs: number): Promise<boolean>;
  redeem(key: CodeKey, guess: { generation: number; digest: string }): Promise<Redemption>;
  inspect(key: CodeKey, number: CodeNumber): Promise<CodeStanding | null>;
};

export function createOneTimeCodes(redis: Redis): OneTimeCodes {
  const issue = defineScript<number>(redis, "issue-code-1");
  const accept = defineScript<number>(redis, "accept-code-1");
  const redeem = defineScript<[Redemption["kind"], number?]>(redis, "redeem-code-1");
  const inspect = defineScript<[number?, number?, number?]>(redis, "inspect-code-1");
  return {
    async issue({ generation, sequence, digest, triesMax, ttlMs, ...key }) {
      return (await issue(keyOf(key), generation, sequence, digest, triesMax, ttlMs)) === 1;
    },
    async accept(key, { generation, sequence }, ttlMs) {
      return (await accept(keyOf(key), generation, sequence, ttlMs)) === 1;
    },
    async redeem(key, { generation, digest }) {
      const [kind, triesLeft = 0] = await redeem(keyOf(key), generation, digest);
      return kind === "wrong" ? { kind, triesLeft } : { kind };
    },
    async inspect(key, { generation, sequence }) {
      const [triesLeft, lifeLeftMs, accepted] = await inspect(keyOf(key), generation, sequence);
      if (triesLeft === undefined || lifeLeftMs === undefined) return null;
      return { triesLeft, lifeLeftMs, accepted: accepted === 1 };
    },
  };
}

// The braces are Redis Cluster's hash tag: all keys of one address live in one slot.
const keyOf = (key: CodeKey): string => `code:{${key.addressPseudonym}}:${key.purpose}`;
