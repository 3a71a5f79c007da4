import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, beforeAll, describe, inject, test } from "vitest";
import { pseudonym } from "../../src/keys.ts";
import { keepBreakerOpen } from "../../src/postgres/breaker-openings.ts";
import type { QueuedMessage } from "../../src/postgres/mail-messages.ts";
import { keyOfCode } from "../../src/redis/one-time-codes.ts";
import { readCodeRecord } from "../support/code-record.ts";
import { createDatabase } from "../support/database.ts";
import { freezeCleanUp } from "../support/frozen-clean-up.ts";
import { type Instance, openInstance } from "../support/instance.ts";
import { beginMailJob, newMessage } from "../support/mail-job.ts";

let instance: Instance;
beforeAll(async () => {
  instance = await openInstance({
    DATABASE_URL: await createDatabase(),
    REDIS_URL: inject("redisUrl"),
    SECRET_KEY: randomUUID() + randomUUID(),
  });
});
afterAll(() => instance[Symbol.asyncDispose]());

let emailNormalised: string;
let addressPseudonym: string;
beforeEach(() => {
  emailNormalised = `${randomUUID()}@example.com`;
  addressPseudonym = pseudonym(instance.keys.address, emailNormalised);
});

const messageOf = (codeSequence: number): QueuedMessage =>
  newMessage({ emailNormalised, accountId: randomUUID(), generation: 1, codeSequence });
const record = (): string => keyOfCode({ holder: addressPseudonym, purpose: "activation" });
const loseRecord = (): Promise<number> => instance.redis.del(record());

/** Guesses wrong at a short code as often as it takes it, and returns how often that was. */
async function guessOut(): Promise<number> {
  const { redis, codes } = instance;
  if ((await readCodeRecord(redis, record()))?.digits !== 4) return 0;
  const key = { holder: addressPseudonym, purpose: "activation" } as const;
  for (let compared = 0; ; compared++) {
    const { kind } = await codes.redeem(key, { generation: 1, digest: `wrong-${compared}` });
    if (kind !== "wrong") return compared;
  }
}

/** Lets more codes come, until they are long; returns how many guesses at them were compared. */
async function guessOutLater(from: number): Promise<number> {
  let compared = 0;
  for (let sequence = from; sequence < from + 4; sequence++) {
    await beginMailJob(instance, messageOf(sequence)).finish();
    compared += await guessOut();
  }
  return compared;
}

describe("what is known of a message's older lease does not settle a later one of it", () => {
  test("by a clean-up that froze while the code was lost and sent again", async ({ expect }) => {
    const message = messageOf(1);
    await beginMailJob(instance, message).finish();
    await instance.pool.query("update guess_budgets set updated_at = now() - interval '2 h'");
    const thaw = await freezeCleanUp(instance);
    const repeat = beginMailJob(instance, message);
    await repeat.stepPast("retire");
    await loseRecord();
    await repeat.finish();
    await thaw();
    expect((await guessOut()) + (await guessOutLater(2))).toBe(10);
  });

  test("by the next code's job, that froze while the breaker closed and the code was lost", async ({
    expect,
  }) => {
    const message = messageOf(1);
    const opening = { minutes: 60, wrongCodes: 101, threshold: 100 };
    await keepBreakerOpen(instance.pool, opening);
    await beginMailJob(instance, message).finish();
    const next = beginMailJob(instance, messageOf(2));
    await next.stepPast("retire");
    await loseRecord();
    await instance.pool.query("delete from breaker_openings");
    await beginMailJob(instance, message).finish();
    const compared = await guessOut();
    await next.finish();
    expect(compared + (await guessOut()) + (await guessOutLater(3))).toBe(10);
  });
});
