import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, inject, test } from "vitest";
import { createLog } from "../../src/log.ts";
import { type Redis, openRedis } from "../../src/redis/connection.ts";
import { type OtpCodes, createOtpCodes } from "../../src/redis/otp-codes.ts";
import { OTP_POLICY, countKinds, newFlow, newOtpKey, sendStoredOtp } from "../support/otp-store.ts";
import { giveTime } from "../support/patience.ts";

const ROUNDS = 40;
const GUESSES = 500;

// Two of them, as two instances of the service have: a count of one process would not be enough.
let connections: Redis[];
let codes: OtpCodes;
let others: OtpCodes;

beforeAll(async () => {
  connections = await Promise.all(
    [1, 2].map(() => openRedis(inject("redisUrl"), createLog("silent"))),
  );
  // A crowded machine is no fault that these tests are about.
  for (const redis of connections) giveTime(redis, 20_000);
  [codes, others] = connections.map((redis) => createOtpCodes(redis, OTP_POLICY)) as [
    OtpCodes,
    OtpCodes,
  ];
});
afterAll(() => {
  for (const redis of connections) redis.disconnect();
});

const wrongGuesses = (count = GUESSES): string[] =>
  Array.from({ length: count }, (_, i) => `wrong ${i}`);

/** How many wrong guesses Redis counted for an address. */
async function countCharged({ holder }: { holder: string }): Promise<number> {
  const wrong = await connections[0]?.hget(`otp:{${holder}}`, "wrong");
  return wrong ? wrong.split(" ").length : 0;
}

describe("500 parallel guesses on two instances", () => {
  test("with an id: exactly 5 are compared, in each of 40 rounds", async ({ expect }) => {
    for (let round = 0; round < ROUNDS; round++) {
      const key = newOtpKey();
      const sent = await sendStoredOtp(codes, key);
      const flowId = randomUUID();
      const answers = await Promise.all(
        wrongGuesses().map((digest, i) =>
          (i % 2 === 0 ? codes : others).redeem(key, { ...sent, flowId, digest }),
        ),
      );
      expect(countKinds(answers)).toEqual({ wrong: 5, exhausted: GUESSES - 5 });
      expect(await countCharged(key)).toBe(5);
      const tries = `otp-tries:{${key.holder}}:${flowId}`;
      expect(await connections[0]?.get(tries)).toBe("5");
    }
  });

  test("with each of 40 ids of one address, for two purposes: exactly 10 are compared", async ({
    expect,
  }) => {
    const key = newOtpKey();
    const other = { ...key, scope: "payment shop" };
    const sent = [await sendStoredOtp(codes, key), await sendStoredOtp(codes, other)] as const;
    const answers = await Promise.all(
      Array.from({ length: ROUNDS }, (_, i) => {
        const guess = i % 2 === 0 ? newFlow(codes, key, sent[0]) : newFlow(others, other, sent[1]);
        return Promise.all(wrongGuesses().map(guess));
      }),
    );
    expect(countKinds(answers.flat())).toEqual({ wrong: 10, exhausted: ROUNDS * GUESSES - 10 });
    expect(await countCharged(key)).toBe(10);
    // What was right is refused as well, and nothing more is charged for it.
    expect(await newFlow(codes, key, sent[0])(sent[0].right)).toEqual({ kind: "exhausted" });
    expect(await countCharged(key)).toBe(10);
  });

  test("the right one among them is redeemed once at most, by one id, and never after 5 others", async ({
    expect,
  }) => {
    for (let round = 0; round < ROUNDS; round++) {
      const key = newOtpKey();
      const sent = await sendStoredOtp(codes, key);
      const at = round % 20;
      const flows = [1, 2].map(() => newFlow(codes, key, sent));
      const answers = await Promise.all(
        flows.map((guess) => Promise.all(wrongGuesses().toSpliced(at, 0, sent.right).map(guess))),
      );
      const rights = answers.map((each) => each.filter(({ kind }) => kind === "right").length);
      expect(rights.filter((count) => count > 0).length).toBeLessThanOrEqual(1);
      expect(rights[0] === 1).toBe(at < 5);
      expect(await countCharged(key)).toBeLessThanOrEqual(10);
    }
  });

  test("at long codes: 5 for each id, and no guess at a short one more", async ({ expect }) => {
    const key = newOtpKey();
    const first = await sendStoredOtp(codes, key);
    for (let i = 0; i < 2; i++) await Promise.all(wrongGuesses(5).map(newFlow(codes, key, first)));
    const long = await sendStoredOtp(codes, key);
    expect(long.digits).toBe(12);
    const answers = await Promise.all(
      Array.from({ length: 4 }, () =>
        Promise.all([...wrongGuesses(), first.right].map(newFlow(codes, key, long))),
      ),
    );
    expect(countKinds(answers.flat())).toEqual({ wrong: 20, exhausted: 4 * (GUESSES + 1) - 20 });
    expect(await countCharged(key)).toBe(10);
    expect(await newFlow(codes, key, long)(long.right)).toMatchObject({ kind: "right" });
  });

  test("an id that was right compares no more than 5 others either", async ({ expect }) => {
    const key = newOtpKey();
    const sent = await sendStoredOtp(codes, key);
    const guess = newFlow(codes, key, sent);
    expect(await guess(sent.right)).toMatchObject({ kind: "right" });
    const answers = await Promise.all(wrongGuesses().map(guess));
    expect(countKinds(answers)).toEqual({ none: 5, exhausted: GUESSES - 5 });
    expect(await countCharged(key)).toBe(5);
  });
});

describe("the same burst gets through (control)", () => {
  test("without the bounds of the script", async ({ expect }) => {
    const unbounded = createOtpCodes(connections[0] as Redis, {
      ...OTP_POLICY,
      triesMax: GUESSES,
      budgetMax: GUESSES,
    });
    const key = newOtpKey();
    const sent = await sendStoredOtp(unbounded, key);
    const answers = await Promise.all(wrongGuesses().map(newFlow(unbounded, key, sent)));
    expect(countKinds(answers)).toEqual({ wrong: GUESSES });
  });

  test("when a counter is read, compared and written in three steps", async ({ expect }) => {
    const redis = connections[0] as Redis;
    const key = `naive:{${newOtpKey().holder}}`;
    let compared = 0;
    await Promise.all(
      wrongGuesses().map(async () => {
        if (Number(await redis.get(key)) >= OTP_POLICY.triesMax) return;
        compared++;
        await redis.incr(key);
      }),
    );
    await redis.del(key);
    expect(compared).toBeGreaterThan(OTP_POLICY.triesMax);
  });
});
