import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, inject, test } from "vitest";
import type { Redis } from "../../src/redis/connection.ts";
import { type OtpCodes, createOtpCodes } from "../../src/redis/otp-codes.ts";
import {
  OTP_POLICY,
  digestsOf,
  issueOtp,
  newFlow,
  newOtpKey,
  sendStoredOtp,
} from "../support/otp-store.ts";
import { openPatientRedis } from "../support/patience.ts";
import { findKeys, forgetScripts } from "../support/redis-servers.ts";

let redis: Redis;
let codes: OtpCodes;

beforeAll(async () => {
  redis = await openPatientRedis(inject("redisUrl"));
  codes = createOtpCodes(redis, OTP_POLICY);
});
afterAll(() => redis.disconnect());

const account = { id: randomUUID(), status: "active" } as const;

describe("a guess", () => {
  test("that is right tells whose address it was, when, and the same to a repeat", async ({
    expect,
  }) => {
    const key = newOtpKey();
    const sent = await sendStoredOtp(codes, key, account);
    const guess = newFlow(codes, key, sent);
    const first = await guess(sent.right);
    expect(first).toMatchObject({ kind: "right", account });
    const again = await guess(sent.right);
    const ageMs = expect.any(Number);
    expect(again).toEqual({ ...first, ageMs });
    const { redeemedAtMs } = again as Extract<typeof again, { kind: "right" }>;
    expect(redeemedAtMs).toBeGreaterThan(sent.expiresAtMs - OTP_POLICY.ttlMs - 1);
  });

  test("counts down to none, and after the last one the right code is refused too", async ({
    expect,
  }) => {
    const key = newOtpKey();
    const sent = await sendStoredOtp(codes, key);
    const guess = newFlow(codes, key, sent);
    for (const triesLeft of [4, 3, 2, 1, 0])
      expect(await guess("wrong")).toEqual({ kind: "wrong", triesLeft });
    expect(await guess(sent.right)).toEqual({ kind: "exhausted" });
    expect(await newFlow(codes, key, sent)(sent.right)).toMatchObject({ kind: "right" });
  });

  test("at a used code is right for nobody else, and costs nothing", async ({ expect }) => {
    const key = newOtpKey();
    const sent = await sendStoredOtp(codes, key);
    await newFlow(codes, key, sent)(sent.right);
    const late = newFlow(codes, key, sent);
    for (let i = 0; i < 7; i++) expect(await late(sent.right)).toEqual({ kind: "none" });
    expect(await redis.hget(`otp:{${key.holder}}`, "wrong")).toBeNull();
    // Also while there is a newer one, which it can still be right for.
    const next = await sendStoredOtp(codes, key);
    expect(await late(sent.right)).toEqual({ kind: "none" });
    expect(await late(next.right)).toMatchObject({ kind: "right" });
  });

  test("with an id that was right is right for no other code, and leaves that one good", async ({
    expect,
  }) => {
    const key = newOtpKey();
    const sent = await sendStoredOtp(codes, key);
    const guess = newFlow(codes, key, sent);
    await guess(sent.right);
    const next = await sendStoredOtp(codes, key);
    expect(await guess(next.right)).toEqual({ kind: "none" });
    expect(await newFlow(codes, key, next)(next.right)).toMatchObject({ kind: "right" });
  });

  test("after the end of a code is not compared with it, though its record lives on", async ({
    expect,
  }) => {
    const key = newOtpKey();
    const record = `otp:{${key.holder}}`;
    const sent = await sendStoredOtp(codes, key);
    const guess = newFlow(codes, key, sent);
    await guess("wrong");
    expect(await redis.pttl(record)).toBeGreaterThan(86_390_000);
    const field = `code:${sent.messageId}`;
    const code = JSON.parse((await redis.hget(record, field)) ?? "{}") as { expires: number };
    await redis.hset(record, field, JSON.stringify({ ...code, expires: Date.now() - 1 }));
    expect(await guess(sent.right)).toEqual({ kind: "none" });
    expect(await redis.hexists(record, field)).toBe(0);
    expect((await sendStoredOtp(codes, key)).isShared).toBe(false);
    // A new code does not shorten what is known of wrong guesses.
    expect(await redis.pttl(record)).toBeGreaterThan(86_390_000);
  });

  test("for another purpose, audience or address, or after its id's end, is not compared", async ({
    expect,
  }) => {
    const key = newOtpKey();
    const sent = await sendStoredOtp(codes, key);
    const elsewhere = [
      { ...key, scope: "payment us" },
      { ...key, scope: "sign-in shop" },
      { ...key, scope: "sign-in" },
      { ...key, scope: "" },
      newOtpKey(),
    ];
    for (const other of elsewhere)
      expect(await newFlow(codes, other, sent)(sent.right)).toEqual({ kind: "none" });
    const ended = newFlow(codes, key, { expiresAtMs: Date.now() - 1 });
    expect(await ended(sent.right)).toEqual({ kind: "none" });
    expect(await findKeys(redis, `otp-tries:{${key.holder}}:*`)).toEqual([]);
    expect(await newFlow(codes, key, sent)(sent.right)).toMatchObject({ kind: "right" });
  });

  test("before the mail is wrong like any other, and leaves the code as it is", async ({
    expect,
  }) => {
    const key = newOtpKey();
    const asked = await codes.ask(key, randomUUID());
    const guess = newFlow(codes, key, asked);
    expect(await guess("wrong")).toEqual({ kind: "wrong", triesLeft: 4 });
    const { short } = digestsOf(asked.messageId);
    expect(await guess(short)).toEqual({ kind: "wrong", triesLeft: 3 });
    await issueOtp(codes, key, asked);
    expect(await guess(short)).toMatchObject({ kind: "right" });
  });

  test("is answered after SCRIPT FLUSH as before", async ({ expect }) => {
    const key = newOtpKey();
    await forgetScripts(redis);
    const sent = await sendStoredOtp(codes, key);
    await forgetScripts(redis);
    const guess = newFlow(codes, key, sent);
    expect(await guess("wrong")).toEqual({ kind: "wrong", triesLeft: 4 });
    await forgetScripts(redis);
    expect(await guess(sent.right)).toMatchObject({ kind: "right" });
  });
});

describe("a message", () => {
  test("that is stored twice keeps its code, also when the guesses run out between", async ({
    expect,
  }) => {
    const key = newOtpKey();
    const sent = await sendStoredOtp(codes, key);
    expect(await issueOtp(codes, key, sent)).toMatchObject({ digits: 8, right: sent.right });
    for (let i = 0; i < 10; i++) await newFlow(codes, key, sent)("wrong");
    expect(await issueOtp(codes, key, sent)).toMatchObject({ digits: 8 });
    expect((await sendStoredOtp(codes, key)).digits).toBe(12);
  });

  test("is of no use once its code was right, or its time is over", async ({ expect }) => {
    const key = newOtpKey();
    const sent = await sendStoredOtp(codes, key);
    await newFlow(codes, key, sent)(sent.right);
    expect((await issueOtp(codes, key, sent)).digits).toBeNull();
    const late = { messageId: randomUUID(), expiresAtMs: Date.now() - 1 };
    expect((await issueOtp(codes, key, late)).digits).toBeNull();
  });

  test("that runs late or again voids no other one", async ({ expect }) => {
    const quick = createOtpCodes(redis, { ...OTP_POLICY, resendFirstMs: 0, resendLaterMs: 0 });
    const key = newOtpKey();
    const asked = await quick.ask(key, randomUUID());
    const newer = await sendStoredOtp(quick, key);
    const older = await issueOtp(quick, key, asked);
    for (const { right } of [newer, older])
      expect(await newFlow(quick, key, newer)(right)).toMatchObject({ kind: "right" });
  });
});

test("wrong guesses are forgotten a day later, one by one, and codes are short again", async ({
  expect,
}) => {
  const key = newOtpKey();
  const record = `otp:{${key.holder}}`;
  const sent = await sendStoredOtp(codes, key);
  for (let i = 0; i < 10; i++) await newFlow(codes, key, sent)("wrong");
  const times = ((await redis.hget(record, "wrong")) ?? "").split(" ").map(Number);
  expect(times).toHaveLength(10);
  const dayAgo = Date.now() - 86_400_000;
  const move = (ages: number[]): Promise<number> =>
    redis.hset(record, "wrong", ages.map((age) => dayAgo - age).join(" "));
  // Nine of ten are older than a day, and one is not.
  await move([...Array.from({ length: 9 }, () => 1), -60_000]);
  const guess = newFlow(codes, key, sent);
  expect(await guess("wrong")).toEqual({ kind: "wrong", triesLeft: 4 });
  expect(((await redis.hget(record, "wrong")) ?? "").split(" ")).toHaveLength(2);
  expect(await guess(sent.right)).toMatchObject({ kind: "right" });
  // The newest of ten is not: none is left (control).
  await move(Array.from({ length: 10 }, () => -60_000));
  expect((await sendStoredOtp(codes, key)).digits).toBe(12);
});
