import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, inject, test } from "vitest";
import type { Redis } from "../../src/redis/connection.ts";
import { type OneTimeCodes, createOneTimeCodes } from "../../src/redis/one-time-codes.ts";
import { newCode } from "../support/code-record.ts";
import { openPatientRedis } from "../support/patience.ts";

let redis: Redis;
let codes: OneTimeCodes;

beforeAll(async () => {
  redis = await openPatientRedis(inject("redisUrl"));
  codes = createOneTimeCodes(redis);
});
afterAll(() => redis.disconnect());

test("around the end none is accepted after it, and none refused before it, by Redis' clock", async ({
  expect,
}) => {
  // The script ran between the two looks at the clock, which all nodes of a cluster share here.
  const timed = async <T>(work: () => Promise<T>): Promise<[number, T, number]> => {
    const before = await redis.time();
    const value = await work();
    const after = await redis.time();
    const toMs = ([seconds, micros]: number[]): number =>
      Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
    return [toMs(before), value, toMs(after)];
  };
  const lifeMs = 1000;
  const tries = 600;
  const kinds = new Map<string, number>();
  await Promise.all(
    Array.from({ length: tries }, async (_, i) => {
      const code = newCode();
      await codes.issue(code);
      const [begunFrom, , begunBy] = await timed(() => codes.accept(code, code, lifeMs));
      // From half a life before the end to half a life after it, the nearer the denser.
      await delay(lifeMs + ((2 * i) / tries - 1) ** 3 * (lifeMs / 2));
      const [triedFrom, { kind }, triedBy] = await timed(() =>
        codes.redeem(code, { generation: 1, digest: "right" }),
      );
      if (kind === "right") expect(triedFrom).toBeLessThan(begunBy + lifeMs);
      else expect(triedBy).toBeGreaterThanOrEqual(begunFrom + lifeMs);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }),
  );
  // Not void: there were tries on both sides of the end (control).
  expect([...kinds.keys()].sort()).toEqual(["late", "right"]);
});
