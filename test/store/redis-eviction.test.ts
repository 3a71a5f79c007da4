import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, test } from "vitest";
import { UnavailableError } from "../../src/domain/failure.ts";
import type { Redis } from "../../src/redis/connection.ts";
import { type OtpCodes, type OtpKey, createOtpCodes } from "../../src/redis/otp-codes.ts";
import { OTP_POLICY, newFlow, newOtpKey, sendStoredOtp } from "../support/otp-store.ts";
import { type OwnRedis, startOwnRedis } from "../support/own-redis.ts";
import { openPatientRedis } from "../support/patience.ts";
import { serversOf } from "../support/redis-servers.ts";

/** What there is room for, beside what a Redis needs for itself. */
const ROOM_BYTES = 3_000_000;
/** Far more than there is room for. */
const FLOOD_KEYS = 10_000;
const FLOODS_MAX = 30;

let server: OwnRedis;
let redis: Redis;
let codes: OtpCodes;

beforeEach(async () => {
  server = await startOwnRedis();
  redis = await openPatientRedis(server.url);
  codes = createOtpCodes(redis, OTP_POLICY);
});
afterEach(async () => {
  redis.disconnect();
  await server[Symbol.asyncDispose]();
});

const configure = (name: string, value: string | number): Promise<unknown> =>
  server.ask("CONFIG", "SET", name, value);

/** From now on there is little room, and this is done when it is used up. */
async function narrow(policy: string): Promise<void> {
  const used = /used_memory:(\d+)/.exec(String(await server.ask("INFO", "memory")))?.[1];
  await configure("maxmemory-policy", policy);
  await configure("maxmemory", Number(used) + ROOM_BYTES);
}

const spellFlood = (): string => `test:{${randomUUID()}}`;

/** Keys such as a stranger makes by asking for much; how many found no room. */
async function flood(): Promise<number> {
  const [primary] = serversOf(redis);
  const pipeline = primary?.pipeline();
  for (let i = 0; i < FLOOD_KEYS; i++) pipeline?.set(spellFlood(), "x".repeat(100), "EX", 600);
  const answers = (await pipeline?.exec()) ?? [];
  return answers.filter(([error]) => error !== null).length;
}

/** Guesses at somebody's codes until no more are compared, over as many ids as it takes; how many were. */
async function guessOut(key: OtpKey, sent: Parameters<typeof newFlow>[2]): Promise<number> {
  for (let compared = 0; ;) {
    const guess = newFlow(codes, key, sent);
    for (let i = 0; i < OTP_POLICY.triesMax; i++) {
      if ((await guess(`wrong ${compared}`)).kind !== "wrong") return compared;
      compared++;
    }
  }
}

describe("a Redis that a flood fills", () => {
  test("keeps what was counted when it evicts nothing: nobody has a guess more, then or afterwards", async ({
    expect,
  }) => {
    const key = newOtpKey();
    const sent = await sendStoredOtp(codes, key);
    expect(await guessOut(key, sent)).toBe(OTP_POLICY.budgetMax);
    const other = newOtpKey();
    const fresh = await sendStoredOtp(codes, other);
    await narrow("noeviction");
    for (let i = 0; (await flood()) === 0; i++) expect(i).toBeLessThan(FLOODS_MAX);
    // What its buffers took for a moment is no room either.
    await configure("maxmemory", "1mb");

    // No guess is compared that finds no room to be counted in.
    const guess = newFlow(codes, other, fresh);
    for (const digest of ["wrong", fresh.right])
      await expect(guess(digest)).rejects.toThrow(UnavailableError);
    await expect(codes.ask(newOtpKey(), randomUUID())).rejects.toThrow(UnavailableError);
    const again = await newFlow(codes, key, sent)("wrong").catch((error: unknown) => error);
    if (!(again instanceof UnavailableError)) expect(again).toEqual({ kind: "exhausted" });

    await configure("maxmemory", 0);
    expect(await newFlow(codes, key, sent)("wrong")).toEqual({ kind: "exhausted" });
    expect(await guess(fresh.right)).toMatchObject({ kind: "right" });
    expect(await redis.exists(`otp:{${key.holder}}`)).toBe(1);
  });

  test.for(["allkeys-lru", "volatile-lru"])(
    "forgets what was counted when it evicts by %s, and an address has all its guesses again (control)",
    async (policy, { expect }) => {
      const key = newOtpKey();
      const sent = await sendStoredOtp(codes, key);
      expect(await guessOut(key, sent)).toBe(OTP_POLICY.budgetMax);
      await narrow(policy);
      for (let i = 0; (await redis.exists(`otp:{${key.holder}}`)) === 1; i++) {
        expect(await flood()).toBe(0);
        expect(i).toBeLessThan(FLOODS_MAX);
      }
      await configure("maxmemory", 0);
      const next = await sendStoredOtp(codes, key);
      expect(await guessOut(key, next)).toBe(OTP_POLICY.budgetMax);
    },
  );
});
