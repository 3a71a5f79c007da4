import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, inject, test } from "vitest";
import type { Redis } from "../../src/redis/connection.ts";
import { type WrongCodeCounter, createWrongCodeCounter } from "../../src/redis/wrong-codes.ts";
import { openPatientRedis } from "../support/patience.ts";

let redis: Redis;
beforeAll(async () => {
  redis = await openPatientRedis(inject("redisUrl"));
});
afterAll(() => redis.disconnect());

const TODAY = Math.floor(Date.now() / 86_400_000);

/** A service with so many wrong codes on each of the seven days before the given one, at a floor of 100. */
async function counterAfter(
  wrongEachDay: number,
): Promise<{ counter: WrongCodeCounter; key: string }> {
  const service = randomBytes(16).toString("base64url");
  const key = `wrong-codes:{${service}}`;
  for (let day = TODAY - 7; day < TODAY; day++) await redis.hset(key, `d${day}`, wrongEachDay);
  return { counter: createWrongCodeCounter(redis, { service, thresholdMin: 100 }), key };
}

async function countOften(counter: WrongCodeCounter, times: number): Promise<void> {
  for (let i = 0; i < times; i++) await counter.count();
}

/** Also over midnight. */
const countOfDays = async (key: string): Promise<number> =>
  (await redis.hmget(key, `d${TODAY}`, `d${TODAY + 1}`)).reduce((sum, n) => sum + Number(n), 0);

test("the threshold is the floor, and twice the median of a busier week", async ({ expect }) => {
  expect((await (await counterAfter(40)).counter.read()).thresholdOfDay).toBe(100);
  expect((await (await counterAfter(60)).counter.read()).thresholdOfDay).toBe(120);
});

test("a spray is one, and does not raise the threshold of the days after it", async ({
  expect,
}) => {
  const { counter, key } = await counterAfter(0);
  await countOften(counter, 100);
  // What is no spray does count (control).
  expect(await counter.read()).toMatchObject({ inDay: 100, isSpray: false });
  expect(await countOfDays(key)).toBe(100);
  await countOften(counter, 300);
  expect(await counter.read()).toMatchObject({ inDay: 400, isSpray: true });
  expect(await countOfDays(key)).toBe(100);
});
