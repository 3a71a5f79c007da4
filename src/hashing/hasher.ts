import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import pLimit from "p-limit";
import { UnavailableError, toRetryAfterSeconds } from "../domain/failure.ts";
import type { HashBackEnd } from "./back-end.ts";
import { openNativeBackEnd } from "./native.ts";
import { lowerHashingThreads } from "./thread-priority.ts";
import { type HashCost, isSameCost, readHashCost } from "./phc.ts";

/**
 * Password hashing off the event loop, at most one hash a core. Work that would wait longer than allowed is turned
 * away at once: hash and verify throw UnavailableError "overloaded" then.
 */
export type Hasher = {
  backEnd: HashBackEnd["name"];
  hash(password: string): Promise<string>;
  /** Null stands for an unknown account: a decoy is checked, so that it takes the same time; the answer is false. */
  verify(hash: string | null, password: string): Promise<boolean>;
  /** The hash of a password that nobody knows: in the place of one that must not be right any more. */
  decoy: string;
  /** True when a hash was made with another cost than today's. */
  isOutdated(hash: string): boolean;
  /** Throws UnavailableError "overloaded" when a hash that is asked for now is turned away: before anything else is done for it. */
  requireRoom(): void;
  /** Hashes under way and waiting. */
  queueLength(): number;
  close(): Promise<void>;
};

type HasherOptions = {
  backEnd: "auto" | "native" | "wasm";
  cost: HashCost;
  concurrency: number;
  waitMaxMs: number;
};

// How much the newest hash weighs in the moving average that predicts the wait.
const NEWEST_WEIGHT = 0.1;

export async function openHasher(options: HasherOptions): Promise<Hasher> {
  const { cost, concurrency, waitMaxMs } = options;
  const backEnd = await openBackEnd(options.backEnd, concurrency);
  const limit = pLimit(concurrency);
  const queueLength = (): number => limit.activeCount + limit.pendingCount;
  // As many as the machine does at once, so that all threads are there.
  const atOnce = Math.min(concurrency, availableParallelism());
  const decoys = Array.from({ length: atOnce }, () => backEnd.hash(randomUUID(), cost));
  const [decoy = ""] = await Promise.all(decoys);
  await lowerHashingThreads();
  // The first hash touches fresh memory; another one shows what a hash costs on this machine.
  let hashMs = await measureMs(() => backEnd.verify(decoy, randomUUID()));

  function requireRoom(): void {
    const waitMs = (queueLength() * hashMs) / concurrency;
    if (waitMs > waitMaxMs) throw new UnavailableError("overloaded", toRetryAfterSeconds(waitMs));
  }

  async function admit<T>(work: () => Promise<T>): Promise<T> {
    requireRoom();
    return limit(async () => {
      const startedAt = performance.now();
      const result = await work();
      hashMs += (performance.now() - startedAt - hashMs) * NEWEST_WEIGHT;
      return result;
    });
  }

  return {
    backEnd: backEnd.name,
    decoy,
    hash: (password) => admit(() => backEnd.hash(password, cost)),
    async verify(hash, password) {
      if (hash !== null) readHashCost(hash);
      const matches = await admit(() => backEnd.verify(hash ?? decoy, password));
      return matches && hash !== null;
    },
    isOutdated: (hash) => !isSameCost(readHashCost(hash), cost),
    requireRoom,
    queueLength,
    close: () => backEnd.close(),
  };
}

async function openBackEnd(
  choice: HasherOptions["backEnd"],
  threads: number,
): Promise<HashBackEnd> {
  if (choice === "wasm") return openWasm(threads);
  try {
    return await openNativeBackEnd();
  } catch (error) {
    if (choice === "native") throw error;
    return openWasm(threads);
  }
}

async function openWasm(threads: number): Promise<HashBackEnd> {
  const { openWasmBackEnd } = await import("./wasm.ts");
  return openWasmBackEnd(threads);
}

async function measureMs(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
