import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, test } from "vitest";
import { UnavailableError } from "../../src/domain/failure.ts";
import type { Redis } from "../../src/redis/connection.ts";
import { type OtpCodes, createOtpCodes } from "../../src/redis/otp-codes.ts";
import { OTP_POLICY, issueOtp, newFlow, newOtpKey, sendStoredOtp } from "../support/otp-store.ts";
import { type OwnRedis, isBack, startOwnRedis } from "../support/own-redis.ts";
import { openPatientRedis, giveTime } from "../support/patience.ts";

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

test("while Redis is away nothing is asked for, stored or compared, and nothing of it happens later", async ({
  expect,
}) => {
  const key = newOtpKey();
  const sent = await sendStoredOtp(codes, key);
  const guess = newFlow(codes, key, sent);
  giveTime(redis, 300);
  server.signal("SIGSTOP");
  const calls = [
    codes.findShared(key),
    codes.ask(key, randomUUID()),
    issueOtp(codes, key, sent),
    ...Array.from({ length: 20 }, (_, i) => guess(`wrong ${i}`)),
  ];
  const ended = await Promise.allSettled(calls);
  giveTime(redis, 5000);
  server.signal("SIGCONT");
  for (const each of ended)
    expect(each).toMatchObject({ status: "rejected", reason: expect.any(UnavailableError) });
  // What had left before it froze was charged: none of it was compared uncounted.
  const charged = ((await redis.hget(`otp:{${key.holder}}`, "wrong")) ?? "").split(" ").length;
  expect(charged).toBeLessThanOrEqual(OTP_POLICY.triesMax);
  await server.kill();
  await expect(guess(sent.right)).rejects.toThrow(UnavailableError);
  await expect(codes.ask(key, randomUUID())).rejects.toThrow(UnavailableError);
});
