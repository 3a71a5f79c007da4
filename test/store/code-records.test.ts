import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, inject, test } from "vitest";
import type { Redis } from "../../src/redis/connection.ts";
import {
  type OneTimeCodes,
  createOneTimeCodes,
  keyOfCode,
} from "../../src/redis/one-time-codes.ts";
import { newCode, readCodeRecord } from "../support/code-record.ts";
import { openPatientRedis } from "../support/patience.ts";

let redis: Redis;
let codes: OneTimeCodes;

beforeAll(async () => {
  redis = await openPatientRedis(inject("redisUrl"));
  codes = createOneTimeCodes(redis);
});
afterAll(() => redis.disconnect());

test("every key has a life, one hash tag, and nothing of a code in clear", async ({ expect }) => {
  const code = newCode();
  await codes.issue(code);
  await codes.accept(code, code, 60_000);
  await codes.redeem(code, { generation: 1, digest: "wrong" });
  const key = keyOfCode(code);
  expect(key).toMatch(/^[a-z-]+:\{[\w-]{22}\}$/);
  expect(await redis.pttl(key)).toBeGreaterThan(0);
  expect(await readCodeRecord(redis, key)).toEqual({
    account: 7,
    generation: 1,
    sequence: 1,
    lease: Buffer.from(code.leaseId.replaceAll("-", ""), "hex").toString("base64url"),
    digits: 4,
    digest: Buffer.from(code.digest, "base64url").toString("hex", 0, 16),
    max: 5,
    tries: 1,
    live_until: expect.any(Number),
    accepted: true,
    redeemed: false,
    closed: false,
  });
});

test("a code is one string of 72 bytes, for as many accounts as there may ever be", async ({
  expect,
}) => {
  const code = newCode({
    accountRowId: "4000000000",
    generation: 100,
    sequence: 100,
    digest: randomBytes(32).toString("base64url"),
  });
  await codes.issue(code);
  await codes.accept(code, code, 60_000);
  // Redis gives it 80 bytes, of which four are its own.
  expect(await redis.strlen(keyOfCode(code))).toBeLessThanOrEqual(72);
  expect(await codes.redeem(code, { generation: 100, digest: code.digest })).toEqual({
    kind: "right",
    settlement: { leaseId: code.leaseId, wrong: 0 },
  });
});
