import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, inject, test } from "vitest";
import { LIVE_CODES_MAX } from "../../src/domain/otp.ts";
import type { Redis } from "../../src/redis/connection.ts";
import { type OtpCodes, createOtpCodes } from "../../src/redis/otp-codes.ts";
import { OTP_POLICY, moveBack, newFlow, newOtpKey, sendStoredOtp } from "../support/otp-store.ts";
import { openPatientRedis } from "../support/patience.ts";

let redis: Redis;
let codes: OtpCodes;
/** Without a cool-down. */
let quick: OtpCodes;

beforeAll(async () => {
  redis = await openPatientRedis(inject("redisUrl"));
  codes = createOtpCodes(redis, OTP_POLICY);
  quick = createOtpCodes(redis, { ...OTP_POLICY, resendFirstMs: 0, resendLaterMs: 0 });
});
afterAll(() => redis.disconnect());

describe("asking for a code", () => {
  test("500 times at once writes one, which all of them share", async ({ expect }) => {
    const key = newOtpKey();
    const asked = await Promise.all(
      Array.from({ length: 500 }, () => codes.ask(key, randomUUID())),
    );
    expect(new Set(asked.map(({ messageId }) => messageId)).size).toBe(1);
    expect(asked.filter(({ isShared }) => !isShared)).toHaveLength(1);
  });

  test("inside the cool-down shares, after it does not, and waits longer from the third", async ({
    expect,
  }) => {
    const key = newOtpKey();
    expect(await codes.findShared(key)).toBeNull();
    for (const waitMs of [30_000, 30_000, 60_000]) {
      const asked = await codes.ask(key, randomUUID());
      expect(asked.isShared).toBe(false);
      expect(asked.resendAfterMs - (asked.expiresAtMs - OTP_POLICY.ttlMs)).toBe(waitMs);
      expect(await codes.ask(key, randomUUID())).toEqual({ ...asked, isShared: true });
      expect(await codes.findShared(key)).toEqual({ ...asked, isShared: true });
      await moveBack(redis, key.holder, "asked", waitMs);
      expect(await codes.findShared(key)).toBeNull();
      expect((await codes.findNewest(key))?.messageId).toBe(asked.messageId);
    }
  });

  test("for another purpose, audience or address shares nothing", async ({ expect }) => {
    const key = newOtpKey();
    await codes.ask(key, randomUUID());
    for (const other of [
      { ...key, scope: "payment us" },
      { ...key, scope: "sign-in shop" },
    ])
      expect((await codes.ask(other, randomUUID())).isShared).toBe(false);
    expect(await codes.findNewest(newOtpKey())).toBeNull();
  });

  test("while five are good sends nothing, voids none, and tells when there is room", async ({
    expect,
  }) => {
    const key = newOtpKey();
    const sent = [];
    for (let i = 0; i < LIVE_CODES_MAX; i++) sent.push(await sendStoredOtp(quick, key));
    const resendAfterMs = Math.min(...sent.map(({ expiresAtMs }) => expiresAtMs));
    for (let i = 0; i < 20; i++)
      expect(await quick.ask(key, randomUUID())).toMatchObject({ isShared: true, resendAfterMs });
    for (const { right } of sent)
      expect(await newFlow(quick, key, { expiresAtMs: resendAfterMs })(right)).toMatchObject({
        kind: "right",
      });
    // Those that were right make room.
    expect((await quick.ask(key, randomUUID())).isShared).toBe(false);
  });

  test("once the newest one was right, or is no longer compared, sends at once", async ({
    expect,
  }) => {
    const key = newOtpKey();
    const used = await sendStoredOtp(codes, key);
    await newFlow(codes, key, used)(used.right);
    const spent = await sendStoredOtp(codes, key);
    expect(spent.isShared).toBe(false);
    for (let i = 0; i < 10; i++) await newFlow(codes, key, spent)("wrong");
    expect(await newFlow(codes, key, spent)(spent.right)).toEqual({ kind: "exhausted" });
    expect(await codes.findNewest(key)).toBeNull();
    const long = await sendStoredOtp(codes, key);
    expect(long).toMatchObject({ isShared: false, digits: 12 });
    expect(await codes.findShared(key)).toMatchObject({ messageId: long.messageId });
  });
});
