import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, inject, test } from "vitest";
import type { Redis } from "../../src/redis/connection.ts";
import { type OneTimeCodes, createOneTimeCodes } from "../../src/redis/one-time-codes.ts";
import { newCode } from "../support/code-record.ts";
import { openPatientRedis } from "../support/patience.ts";
import { forgetScripts } from "../support/redis-servers.ts";

let redis: Redis;
let codes: OneTimeCodes;

beforeAll(async () => {
  redis = await openPatientRedis(inject("redisUrl"));
  codes = createOneTimeCodes(redis);
});
afterAll(() => redis.disconnect());

type Guess = { generation: number; digest: string };
const guess = (digest: string, generation = 1): Guess => ({ generation, digest });

describe("redeem", () => {
  test("500 parallel wrong guesses: exactly 5 are compared", async ({ expect }) => {
    for (let round = 0; round < 5; round++) {
      const code = newCode();
      await codes.issue(code);
      const answers = await Promise.all(
        Array.from({ length: 500 }, (_, i) => codes.redeem(code, guess(`wrong-${i}`))),
      );
      expect(answers.filter(({ kind }) => kind === "wrong")).toHaveLength(5);
      expect(answers.filter(({ kind }) => kind === "exhausted")).toHaveLength(495);
    }
  });

  test("without the charge before the comparison the same burst would pass (control)", async ({
    expect,
  }) => {
    const code = newCode({ triesMax: 500 });
    await codes.issue(code);
    const answers = await Promise.all(
      Array.from({ length: 500 }, (_, i) => codes.redeem(code, guess(`wrong-${i}`))),
    );
    expect(answers.filter(({ kind }) => kind === "wrong")).toHaveLength(500);
  });

  test("wrong guesses count down, and after the last one the right code is refused too", async ({
    expect,
  }) => {
    const code = newCode();
    await codes.issue(code);
    for (const triesLeft of [4, 3, 2, 1, 0])
      expect(await codes.redeem(code, guess("wrong"))).toEqual({ kind: "wrong", triesLeft });
    expect(await codes.redeem(code, guess("wrong"))).toEqual({ kind: "exhausted" });
    expect(await codes.redeem(code, guess("right"))).toEqual({ kind: "exhausted" });
  });

  test("the right code is accepted at the last try, and again when it is repeated", async ({
    expect,
  }) => {
    const code = newCode();
    await codes.issue(code);
    for (let i = 0; i < 4; i++) await codes.redeem(code, guess("wrong"));
    expect(await codes.redeem(code, guess("right"))).toMatchObject({ kind: "right" });
    expect(await codes.redeem(code, guess("right"))).toMatchObject({ kind: "right" });
    expect(await codes.redeem(code, guess("wrong"))).toEqual({ kind: "exhausted" });
  });

  test("nothing is compared, or charged, for another generation or no code at all", async ({
    expect,
  }) => {
    const code = newCode({ generation: 2 });
    expect(await codes.redeem(code, guess("right", 2))).toEqual({ kind: "none" });
    await codes.issue(code);
    expect(await codes.redeem(code, guess("right", 1))).toEqual({ kind: "none" });
    expect((await codes.inspect(code, code))?.triesLeft).toBe(5);
    expect(await codes.redeem(code, guess("right", 2))).toMatchObject({ kind: "right" });
  });

  test("a code dies with its life, by Redis' clock", async ({ expect }) => {
    const [code, unsent] = [newCode(), newCode({ ttlMs: 200 })];
    await codes.issue(unsent);
    await codes.issue(code);
    await codes.accept(code, code, 60_000);
    expect(await codes.redeem(code, guess("wrong"))).toEqual({ kind: "wrong", triesLeft: 4 });
    await codes.accept(code, code, 200);
    await expect.poll(() => codes.inspect(code, code), { interval: 10 }).toBeNull();
    expect(await codes.redeem(code, guess("wrong"))).toEqual({ kind: "none" });
    expect(await codes.redeem(code, guess("right"))).toEqual({ kind: "late" });
    expect(await codes.redeem(unsent, guess("right"))).toEqual({ kind: "none" });
    expect(await codes.retire(code, { ...code, sequence: 2 }, 1)).toEqual({
      kind: "retired",
      settlement: { leaseId: code.leaseId, wrong: 1 },
    });
  });
});

describe("issue", () => {
  test("a code that was closed before its mail went out lives anew when that is sent again", async ({
    expect,
  }) => {
    const code = newCode();
    await codes.issue(code);
    await codes.redeem(code, guess("wrong"));
    await codes.close(code, code.leaseId);
    expect(await codes.redeem(code, guess("right"))).toEqual({ kind: "none" });
    const again = { ...code, leaseId: randomUUID() };
    expect(await codes.issue(again)).toBe(true);
    expect(await codes.redeem(code, guess("wrong"))).toEqual({ kind: "wrong", triesLeft: 4 });
    expect(await codes.redeem(code, guess("right"))).toMatchObject({ kind: "right" });
  });

  test("a repeated send of the same message keeps the wrong guesses", async ({ expect }) => {
    const code = newCode();
    await codes.issue(code);
    await codes.redeem(code, guess("wrong"));
    expect(await codes.issue(code)).toBe(true);
    expect(await codes.redeem(code, guess("wrong"))).toEqual({ kind: "wrong", triesLeft: 3 });
  });

  test("a newer code replaces the older one, never the other way round", async ({ expect }) => {
    const older = newCode({ digest: "older" });
    const newer = { ...older, sequence: 2, digest: "newer" };
    await codes.issue(older);
    await codes.redeem(older, guess("wrong"));
    expect(await codes.issue(newer)).toBe(true);
    expect(await codes.issue(older)).toBe(false);
    expect(await codes.redeem(older, guess("older"))).toEqual({ kind: "wrong", triesLeft: 4 });
    expect(await codes.redeem(older, guess("newer"))).toMatchObject({ kind: "right" });
  });

  test("a newer generation replaces an older one, whatever its number", async ({ expect }) => {
    const older = newCode({ sequence: 7 });
    const newer = { ...older, generation: 2, sequence: 1, digest: "newer" };
    await codes.issue(older);
    expect(await codes.issue(newer)).toBe(true);
    expect(await codes.issue(older)).toBe(false);
    expect(await codes.redeem(newer, guess("newer", 2))).toMatchObject({ kind: "right" });
  });

  test.for([
    { generation: 1, sequence: 1 },
    { generation: 3, sequence: 9 },
  ])(
    "the first code of an address that was purged and registered anew replaces an older %o",
    async (number, { expect }) => {
      const older = newCode({ ...number, digest: "older" });
      const newer = newCode({ ...older, accountRowId: "10", generation: 1, sequence: 1 });
      await codes.issue(older);
      expect(await codes.retire(newer, newer, 1)).toMatchObject({ kind: "retired" });
      expect(await codes.issue({ ...newer, digest: "newer" })).toBe(true);
      expect(await codes.retire(older, older, 1)).toEqual({ kind: "newer" });
      expect(await codes.redeem(newer, guess("newer"))).toMatchObject({ kind: "right" });
    },
  );
});

test("the minute begins with the acceptance, and only for the newest code", async ({ expect }) => {
  const code = newCode({ ttlMs: 5000 });
  await codes.issue(code);
  expect(await codes.inspect(code, code)).toMatchObject({ accepted: false });
  expect(await codes.accept(code, { ...code, sequence: 9 }, 60_000)).toBe(false);
  expect(await codes.accept(code, code, 60_000)).toBe(true);
  const standing = await codes.inspect(code, code);
  expect(standing).toMatchObject({ accepted: true, triesLeft: 5 });
  expect(standing?.lifeLeftMs).toBeGreaterThan(55_000);
  expect(standing?.lifeLeftMs).toBeLessThanOrEqual(60_000);
});

test("scripts work again after Redis forgot them", async ({ expect }) => {
  const code = newCode();
  await codes.issue(code);
  await forgetScripts(redis);
  expect(await codes.redeem(code, guess("right"))).toMatchObject({ kind: "right" });
});
