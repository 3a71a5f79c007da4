import { afterAll, beforeAll, describe, test, vi } from "vitest";
import { json } from "../support/answer.ts";
import { newPerson } from "../support/client.ts";
import { askForOtp, sendOtp, verifyOtp } from "../support/otp.ts";
import { countMails, countWrong, newOtpId, otpCodeTo, otpRecordOf } from "../support/otp-attack.ts";
import { isBack, startOwnRedis } from "../support/own-redis.ts";
import { type TestService, startService } from "../support/service.ts";
import { newActivePerson } from "../support/session.ts";

const statusesOf = (answers: readonly Response[]): number[] => [
  ...new Set(answers.map(({ status }) => status)),
];

/** As node-postgres says it. */
const away = Object.assign(new Error("connection refused"), { code: "ECONNREFUSED" });

describe("Postgres away", () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service[Symbol.asyncDispose]());

  test("a request is refused, and its repeat inside the cool-down sends the very mail", async ({
    expect,
  }) => {
    const { email } = newPerson();
    const query = vi.spyOn(service.resources.pool, "query").mockImplementation(() => {
      throw away;
    });
    const refused = await sendOtp(service, email);
    query.mockRestore();
    expect(refused.status).toBe(503);
    expect(refused.headers.has("retry-after")).toBe(true);
    expect(await countMails(service, email)).toBe(0);
    const { id, code } = await askForOtp(service, { email });
    expect(await countMails(service, email)).toBe(1);
    expect((await verifyOtp(service, id, code)).status).toBe(200);
  });

  test("an answer of Postgres that is lost is a refusal, and the repeat sends nothing more", async ({
    expect,
  }) => {
    const { email } = newPerson();
    const { pool } = service.resources;
    const ask = pool.query.bind(pool) as (...given: unknown[]) => Promise<unknown>;
    const query = vi.spyOn(pool, "query").mockImplementation((...given: unknown[]) => {
      const lost = ask(...given).then(() => Promise.reject(away));
      return lost as never;
    });
    const refused = await sendOtp(service, email);
    query.mockRestore();
    expect(refused.status).toBe(503);
    const code = await otpCodeTo(service, email, 1);
    const id = await newOtpId(service, email);
    expect(await countMails(service, email)).toBe(1);
    expect((await verifyOtp(service, id, code)).status).toBe(200);
  });

  test("a code is redeemed all the same; only a session has to wait, and is opened then", async ({
    expect,
  }) => {
    const { email } = await newActivePerson(service);
    const { id, code } = await askForOtp(service, { email });
    const { pool } = service.resources;
    const query = vi.spyOn(pool, "query").mockImplementation(() => {
      throw away;
    });
    expect((await verifyOtp(service, id, code, {}, "?session=true")).status).toBe(503);
    expect((await verifyOtp(service, id, code)).status).toBe(200);
    query.mockRestore();
    const opened = await verifyOtp(service, id, code, {}, "?session=true");
    expect(opened.status).toBe(200);
    expect((await json(opened)).session).not.toBeNull();
  });
});

describe("Redis", () => {
  test("away: nothing is sent and nothing compared, until it is back", async ({ expect }) => {
    await using redis = await startOwnRedis();
    await using service = await startService({ REDIS_URL: redis.url });
    const { email, id, code } = await askForOtp(service);
    const back = isBack(service.resources.redis);
    await redis.kill();
    const other = newPerson().email;
    expect((await sendOtp(service, other)).status).toBe(503);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => verifyOtp(service, id, code)),
    );
    expect(statusesOf(answers)).toEqual([503]);
    expect(await countMails(service, other)).toBe(0);
    await redis.restart();
    await back;
    expect((await verifyOtp(service, id, code)).status).toBe(410);
    const next = await askForOtp(service, { email });
    expect((await verifyOtp(service, next.id, next.code)).status).toBe(200);
  });

  test("flushed between asking and the mail: the mail comes, and its code is good", async ({
    expect,
  }) => {
    await using redis = await startOwnRedis();
    await using service = await startService({ REDIS_URL: redis.url });
    const { email } = newPerson();
    const lock = await service.resources.pool.connect();
    await lock.query("begin; lock table otp_requests in access exclusive mode");
    const asking = sendOtp(service, email);
    const { redis: client } = service.resources;
    await expect.poll(() => client.exists(otpRecordOf(service, email))).toBe(1);
    await client.flushall();
    await lock.query("commit");
    lock.release();
    const { id } = await json(asking);
    const code = await otpCodeTo(service, email, 1);
    expect((await verifyOtp(service, id, code)).status).toBe(200);
  });

  test("restored from an older snapshot: no short code is compared any more, and the next mail has 12 digits", async ({
    expect,
  }) => {
    await using redis = await startOwnRedis();
    await using service = await startService({ REDIS_URL: redis.url });
    const { email, id, code } = await askForOtp(service);
    const { redis: client } = service.resources;
    await client.save();
    for (let i = 0; i < 3; i++) await verifyOtp(service, id, "00000000");
    expect(await countWrong(service, email)).toBe(3);
    const back = isBack(client);
    await redis.kill();
    await redis.restart();
    await back;
    expect((await verifyOtp(service, id, code)).status).toBe(410);
    const next = await askForOtp(service, { email });
    expect(next.code).toMatch(/^\d{12}$/);
    expect((await verifyOtp(service, next.id, next.code)).status).toBe(200);
  });
});
