import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, test, vi } from "vitest";
import { UnavailableError } from "../../src/domain/failure.ts";
import type { Redis } from "../../src/redis/connection.ts";
import { type OtpCodes, type OtpKey, createOtpCodes } from "../../src/redis/otp-codes.ts";
import { OTP_POLICY, issueOtp, newFlow, newOtpKey, sendStoredOtp } from "../support/otp-store.ts";
import { type OwnRedis, isBack, startOwnRedis } from "../support/own-redis.ts";
import { openPatientRedis, giveTime } from "../support/patience.ts";
import { findKeys } from "../support/redis-servers.ts";

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

/** Restarts Redis with what it saved last. */
async function restore(): Promise<void> {
  const back = isBack(redis);
  await server.kill();
  await server.restart();
  await back;
}

/** Lets a frozen Redis go on, and waits until it did what it had been given. */
async function wake(): Promise<void> {
  const back = isBack(redis);
  server.signal("SIGCONT");
  await back;
  giveTime(redis, 20_000);
  await redis.dbsize();
}

const keysOf = ({ holder }: OtpKey): Promise<string[]> => findKeys(redis, `*{${holder}}*`);

const guessOut = async (...of: Parameters<typeof newFlow>): Promise<number> => {
  for (let compared = 0; ;) {
    const guess = newFlow(...of);
    for (let i = 0; i < OTP_POLICY.triesMax; i++) {
      const { kind } = await guess(`wrong ${compared}`);
      if (kind !== "wrong") return compared;
      compared++;
    }
  }
};

describe("Redis comes back with an older snapshot", () => {
  test("codes are dead, no more guesses at short ones are compared, and the next one is long", async ({
    expect,
  }) => {
    const key = newOtpKey();
    const sent = await sendStoredOtp(codes, key);
    const guess = newFlow(codes, key, sent);
    await guess("wrong");
    await redis.save();
    for (let i = 0; i < 4; i++) await guess("wrong");
    await restore();
    expect(await guess(sent.right)).toEqual({ kind: "none" });
    expect(await newFlow(codes, key, sent)(sent.right)).toEqual({ kind: "none" });
    expect(await codes.findNewest(key)).toBeNull();
    const next = await sendStoredOtp(codes, key);
    expect(next).toMatchObject({ isShared: false, digits: 12 });
    expect(await newFlow(codes, key, next)(next.right)).toMatchObject({ kind: "right" });
    const record = `otp:{${key.holder}}`;
    expect(Number(await redis.hget(record, "lost"))).toBeGreaterThan(Date.now() - 60_000);
    expect(await redis.pttl(record)).toBeGreaterThan(86_000_000);
  });

  test("between asking and the mail the code is long, and the id good", async ({ expect }) => {
    const key = newOtpKey();
    const asked = await codes.ask(key, randomUUID());
    await redis.save();
    await restore();
    const issued = await issueOtp(codes, key, asked);
    expect(issued.digits).toBe(12);
    expect(await newFlow(codes, key, asked)(issued.right)).toMatchObject({ kind: "right" });
  });

  test("a code that was right before is right no more, also for its own id", async ({ expect }) => {
    const key = newOtpKey();
    const sent = await sendStoredOtp(codes, key);
    await redis.save();
    const guess = newFlow(codes, key, sent);
    expect(await guess(sent.right)).toMatchObject({ kind: "right" });
    await restore();
    expect(await guess(sent.right)).toEqual({ kind: "none" });
    expect(await newFlow(codes, key, sent)(sent.right)).toEqual({ kind: "none" });
    // The job of its mail, run again, makes another one of it: what was sent stays dead.
    expect((await issueOtp(codes, key, sent)).digits).toBe(12);
    expect(await newFlow(codes, key, sent)(sent.right)).toMatchObject({ kind: "wrong" });
  });
});

describe("Redis comes back empty", () => {
  test("codes are dead, and an address has its 10 guesses again, as stated", async ({ expect }) => {
    const key = newOtpKey();
    const sent = await sendStoredOtp(codes, key);
    expect(await guessOut(codes, key, sent)).toBe(10);
    await restore();
    expect(await newFlow(codes, key, sent)(sent.right)).toEqual({ kind: "none" });
    const next = await sendStoredOtp(codes, key);
    expect(next.digits).toBe(8);
    expect(await guessOut(codes, key, next)).toBe(10);
  });

  test("between asking and the mail, the mail makes its code good all the same", async ({
    expect,
  }) => {
    const key = newOtpKey();
    const asked = await codes.ask(key, randomUUID());
    await redis.flushall();
    const issued = await issueOtp(codes, key, asked);
    expect(issued.digits).toBe(8);
    expect(await newFlow(codes, key, asked)(issued.right)).toMatchObject({ kind: "right" });
    expect(await redis.pttl(`otp:{${key.holder}}`)).toBeLessThanOrEqual(OTP_POLICY.ttlMs);
  });
});

describe("what is refused while Redis is", () => {
  test("frozen is compared by nobody, and only what had left before its silence was noticed is done later", async ({
    expect,
  }) => {
    const key = newOtpKey();
    const sent = await sendStoredOtp(codes, key);
    // As it is outside of tests.
    giveTime(redis, 300);
    server.signal("SIGSTOP");
    const early = newOtpKey();
    const guess = newFlow(codes, key, sent);
    const left = await Promise.allSettled([
      codes.ask(early, randomUUID()),
      ...Array.from({ length: 20 }, (_, i) => guess(`wrong ${i}`)),
    ]);
    // The connection is given up now: nothing more is written to it.
    await vi.waitUntil(() => redis.status !== "ready", { timeout: 20_000 });
    const late = newOtpKey();
    const lateFlow = newFlow(codes, key, sent);
    const refused = await Promise.allSettled([
      codes.ask(late, randomUUID()),
      issueOtp(codes, late, { messageId: randomUUID(), expiresAtMs: sent.expiresAtMs }),
      newFlow(codes, late, sent)("wrong"),
      lateFlow("wrong"),
      lateFlow(sent.right),
    ]);
    for (const each of [...left, ...refused])
      expect(each).toMatchObject({ status: "rejected", reason: expect.any(UnavailableError) });
    await wake();

    // What had left is done, which is how it would be seen (control): asked for, and charged as far as it may be.
    expect(await keysOf(early)).toHaveLength(1);
    expect(await guess(sent.right)).toEqual({ kind: "exhausted" });
    const counted = await redis.hget(`otp:{${key.holder}}`, "wrong");
    expect((counted ?? "").split(" ")).toHaveLength(OTP_POLICY.triesMax);
    // The rest never is, neither an id's tries nor a record, and the code is right for whoever did not guess.
    expect(await keysOf(late)).toEqual([]);
    expect(await keysOf(key)).toHaveLength(2);
    expect(await newFlow(codes, key, sent)(sent.right)).toMatchObject({ kind: "right" });
  });

  test("gone is never done", async ({ expect }) => {
    const key = newOtpKey();
    const sent = await sendStoredOtp(codes, key);
    await redis.save();
    await server.kill();
    await vi.waitUntil(() => redis.status !== "ready", { timeout: 20_000 });
    const late = newOtpKey();
    const refused = await Promise.allSettled([
      codes.ask(late, randomUUID()),
      issueOtp(codes, late, { messageId: randomUUID(), expiresAtMs: sent.expiresAtMs }),
      newFlow(codes, key, sent)("wrong"),
      newFlow(codes, key, sent)(sent.right),
    ]);
    for (const each of refused)
      expect(each).toMatchObject({ status: "rejected", reason: expect.any(UnavailableError) });
    const back = isBack(redis);
    await server.restart();
    await back;
    // Only what was there before, and by the snapshot nobody guessed at it.
    expect(await keysOf(late)).toEqual([]);
    expect(await keysOf(key)).toEqual([`otp:{${key.holder}}`]);
    expect(await redis.hget(`otp:{${key.holder}}`, "wrong")).toBeNull();
    await codes.ask(late, randomUUID());
    expect(await keysOf(late)).toHaveLength(1);
  });
});
