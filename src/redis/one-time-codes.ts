import type { Settlement } from "../domain/guess-budget.ts";
import type { CodePurpose } from "../domain/one-time-code.ts";
import type { Redis } from "./connection.ts";
import { defineScript } from "./script.ts";

/** Whose code: an address or, of a change of address, the account that asked for it; each by its pseudonym. */
export type CodeKey = { holder: string; purpose: CodePurpose };

/** Which of its codes: the newest one asked for, of the newest registration. */
export type CodeNumber = { accountRowId: string; generation: number; sequence: number };

export type IssuedCode = CodeKey &
  CodeNumber & {
    /** Names the guesses of the address' budget that this code may use, where there is a budget: a UUID. */
    leaseId: string;
    digits: number;
    /** In base64url. */
    digest: string;
    triesMax: number;
    ttlMs: number;
  };

export type Retirement =
  /** The code of this very message is there; it keeps its count of tries. */
  | { kind: "held"; digits: number }
  | { kind: "newer" }
  | { kind: "retired"; settlement: Settlement }
  /** Redis does not know what became of the older code, if there was one. */
  | { kind: "lost" };

export type Redemption =
  | { kind: "none" }
  /** Right, but its time was over. To the caller this is the same as none. */
  | { kind: "late" }
  | { kind: "right"; settlement: Settlement }
  | { kind: "wrong"; triesLeft: number }
  | { kind: "exhausted" };

export type CodeStanding = {
  triesLeft: number;
  lifeLeftMs: number;
  accepted: boolean;
  digits: number;
};

/**
 * The live codes: at most one for a holder and purpose, digests only, each with a life by Redis' clock.
 * All of it throws UnavailableError when Redis does not answer: no guess is compared uncounted.
 */
export type OneTimeCodes = {
  /** Ends the older code before a new one is issued, and tells how many wrong guesses it saw. */
  retire(key: CodeKey, number: CodeNumber, ttlMs: number): Promise<Retirement>;
  /** Stores a code for the time of its send. Returns false when a newer one stands there. */
  issue(code: IssuedCode): Promise<boolean>;
  /** Starts the code's life. Returns false when it is gone, or another one. */
  accept(key: CodeKey, number: CodeNumber, ttlMs: number): Promise<boolean>;
  redeem(key: CodeKey, guess: { generation: number; digest: string }): Promise<Redemption>;
  inspect(key: CodeKey, number: CodeNumber): Promise<CodeStanding | null>;
  /** Ends the code of a lease, and tells how many wrong guesses it saw; null when Redis does not know. */
  close(key: CodeKey, leaseId: string): Promise<Settlement | null>;
};

/** A dead code's count of tries is kept until its lease is settled: at the next code, or by the hourly clean-up. */
const RECORD_LIFE_MS = 6 * 3_600_000;
const LATE_MS = 10 * 60_000;
const SHARED = ["lib-epoch", "lib-live-code"];

export function createOneTimeCodes(redis: Redis): OneTimeCodes {
  const retire = defineScript<[Retirement["kind"], (string | number)?, number?]>(
    redis,
    "retire-code-1",
    SHARED,
  );
  const issue = defineScript<number>(redis, "issue-code-1", SHARED);
  const accept = defineScript<number>(redis, "accept-code-1", SHARED);
  const redeem = defineScript<[Redemption["kind"], number?, string?]>(
    redis,
    "redeem-code-1",
    SHARED,
  );
  const inspect = defineScript<[number?, number?, number?, number?]>(
    redis,
    "inspect-code-1",
    SHARED,
  );
  const close = defineScript<[number?]>(redis, "close-code-1", SHARED);
  return {
    async retire(key, number, ttlMs) {
      const [kind, given, wrong = 0] = await retire(keyOfCode(key), ...numberOf(number), ttlMs);
      if (kind === "held") return { kind, digits: Number(given) };
      if (kind === "retired") return { kind, settlement: { leaseId: readLease(given), wrong } };
      return { kind };
    },
    async issue({ leaseId, digits, digest, triesMax, ttlMs, ...code }) {
      const lifeMs = Math.max(RECORD_LIFE_MS, ttlMs + LATE_MS);
      const kept = [writeLease(leaseId), digits, writeDigest(digest), triesMax] as const;
      return (await issue(keyOfCode(code), ...numberOf(code), ...kept, ttlMs, lifeMs)) === 1;
    },
    async accept(key, number, ttlMs) {
      return (await accept(keyOfCode(key), ...numberOf(number), ttlMs)) === 1;
    },
    async redeem(key, { generation, digest }) {
      const [kind, count = 0, lease] = await redeem(
        keyOfCode(key),
        generation,
        writeDigest(digest),
        LATE_MS,
      );
      if (kind === "wrong") return { kind, triesLeft: count };
      if (kind === "right")
        return { kind, settlement: { leaseId: readLease(lease), wrong: count } };
      return { kind };
    },
    async inspect(key, number) {
      const standing = await inspect(keyOfCode(key), ...numberOf(number));
      const [triesLeft, lifeLeftMs, accepted, digits] = standing;
      if (triesLeft === undefined || lifeLeftMs === undefined || digits === undefined) return null;
      return { triesLeft, lifeLeftMs, accepted: accepted === 1, digits };
    },
    async close(key, leaseId) {
      const [wrong] = await close(keyOfCode(key), writeLease(leaseId));
      return wrong === undefined ? null : { leaseId, wrong };
    },
  };
}

const PREFIX: Record<CodePurpose, string> = { activation: "code", email_change: "email-code" };
/** 132 bits of a keyed hash. With the prefix they fill what Redis' allocator gives to a name of 30 characters. */
const HOLDER_CHARACTERS = 22;

/** Where the code of a holder is. The braces are Redis Cluster's hash tag. */
export const keyOfCode = ({ holder, purpose }: CodeKey): string =>
  `${PREFIX[purpose]}:{${holder.slice(0, HOLDER_CHARACTERS)}}`;

const numberOf = ({ accountRowId, generation, sequence }: CodeNumber): [string, number, number] => [
  accountRowId,
  generation,
  sequence,
];

// Half of HMAC-SHA-256 is as hard to guess as its key, and there is one guess in ten thousand to be right by the code alone.
const DIGEST_BYTES = 16;
const writeDigest = (digest: string): Buffer =>
  Buffer.from(digest, "base64url").subarray(0, DIGEST_BYTES);

// A UUID in base64url is shorter by 14 characters.
const writeLease = (id: string): string =>
  Buffer.from(id.replaceAll("-", ""), "hex").toString("base64url");
const readLease = (lease: string | number = ""): string =>
  Buffer.from(String(lease), "base64url")
    .toString("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
