import { afterAll, beforeAll, describe, test } from "vitest";
import { cleanUp } from "../../src/features/maintenance/clean-up.ts";
import { json } from "../support/answer.ts";
import {
  activate,
  basic,
  codeKeyOf,
  getMe,
  newPerson,
  postJson,
  register,
  requestCode,
  wrongCode,
} from "../support/client.ts";
import { readCodeRecord } from "../support/code-record.ts";
import { codeIn } from "../support/email-api.ts";
import { UNLIMITED, expectStatus, guessOut, sendCode } from "../support/attacker.ts";
import { isBack, startOwnRedis } from "../support/own-redis.ts";
import { randomAddress } from "../support/random-address.ts";
import { type TestService, startService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startService(UNLIMITED);
});
afterAll(() => service[Symbol.asyncDispose]());

describe("ten wrong guesses at 4 digits are compared for one address in its life", () => {
  test("over re-sends", async ({ expect }) => {
    const person = newPerson();
    const first = await sendCode(service, person, 1);
    expect(await guessOut(service, person, first)).toBe(5);
    await expect.poll(async () => (await requestCode(service, person)).status).toBe(202);
    const second = codeIn(await service.email.mailTo(person.email, 2));
    expect(second).toMatch(/^\d{4}$/);
    expect(await guessOut(service, person, second)).toBe(5);
    const third = await sendCode(service, person, 3);
    expect(third).toMatch(/^\d{8}$/);
    // The owner is not locked out: the long code is his.
    expect((await activate(service, person, third)).status).toBe(200);
  });

  test("over days, expiry, the purge of the account and parallel re-registrations", async ({
    expect,
  }) => {
    const { pool, redis } = service.resources;
    const person = newPerson();
    let compared = 0;
    for (let day = 1; day <= 2; day++) {
      compared += await guessOut(service, person, await sendCode(service, person, day));
      await redis.del(codeKeyOf(service, person));
      await pool.query(
        "update users set created_at = created_at - interval '25 h', code_requested_at = code_requested_at - interval '25 h' where email = $1",
        [person.email],
      );
      await cleanUp(service.resources);
      expect((await getMe(service, person)).status).toBe(401);
    }
    expect(compared).toBe(10);
    await Promise.all([1, 2, 3].map(() => register(service, person)));
    const code = codeIn(await service.email.mailTo(person.email, 3));
    expect(code).toMatch(/^\d{8}$/);
  });

  test("over FLUSHALL and kill -9 of Redis", async ({ expect }) => {
    await using redis = await startOwnRedis();
    await using own = await startService({ ...UNLIMITED, REDIS_URL: redis.url });
    const person = newPerson();
    const first = await sendCode(own, person, 1);
    for (let i = 1; i <= 4; i++)
      expectStatus(await activate(own, person, wrongCode(first, i)), 400);
    await own.resources.redis.flushall();
    // Nobody knows any more how many were used, so all five are.
    const second = await sendCode(own, person, 2);
    expect(second).toMatch(/^\d{4}$/);
    for (let i = 1; i <= 4; i++)
      expectStatus(await activate(own, person, wrongCode(second, i)), 400);
    const back = isBack(own.resources.redis);
    await redis.kill();
    await redis.restart();
    await back;
    expect((await activate(own, person, second)).status).toBe(410);
    expect(await sendCode(own, person, 3)).toMatch(/^\d{8}$/);
  });

  test("over a restart of Redis from an older snapshot, which knows of fewer guesses", async ({
    expect,
  }) => {
    await using redis = await startOwnRedis();
    await using own = await startService({ ...UNLIMITED, REDIS_URL: redis.url });
    const person = newPerson();
    const code = await sendCode(own, person, 1);
    expectStatus(await activate(own, person, wrongCode(code)), 400);
    await own.resources.redis.save();
    expect(await guessOut(own, person, code)).toBe(4);
    const back = isBack(own.resources.redis);
    await redis.kill();
    await redis.restart();
    await back;
    const key = codeKeyOf(own, person);
    // The snapshot does hold a code with four tries left (control), and none of them is given.
    expect(await readCodeRecord(own.resources.redis, key)).toMatchObject({ tries: 1, max: 5 });
    expect((await activate(own, person, wrongCode(code))).status).toBe(410);
    expect((await activate(own, person, code)).status).toBe(410);
    expect(await sendCode(own, person, 2)).toMatch(/^\d{4}$/);
    await own.resources.redis.flushall();
    expect(await sendCode(own, person, 3)).toMatch(/^\d{8}$/);
  });

  test("over two instances: 500 guesses at once, 5 compared", async ({ expect }) => {
    const { DATABASE_URL, REDIS_URL, SECRET_KEY } = service.resources.config;
    await using other = await startService({ ...UNLIMITED, DATABASE_URL, REDIS_URL, SECRET_KEY });
    const person = newPerson();
    expectStatus(await register(service, person), 202);
    const code = await Promise.any(
      [service, other].map(async ({ email }) => codeIn(await email.mailTo(person.email))),
    );
    const statuses = await Promise.all(
      Array.from({ length: 500 }, async (_, i) => {
        const { status } = await activate(i % 2 ? service : other, person, wrongCode(code, i + 1));
        return status;
      }),
    );
    expect(statuses.filter((status) => status === 400)).toHaveLength(5);
    // Not void: nearly all did reach the comparison instead of a full queue.
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(400);
  });
});

test("with a larger budget the same goes on at 4 digits (control)", async ({ expect }) => {
  await using loose = await startService({
    ...UNLIMITED,
    CODE_BUDGET: "20",
    MAX_GUESS_PROBABILITY: "0.01",
  });
  const person = newPerson();
  for (let nth = 1; nth <= 3; nth++) {
    const code = await sendCode(loose, person, nth);
    expect(code).toMatch(/^\d{4}$/);
    expect(await guessOut(loose, person, code)).toBe(5);
  }
});

test("a thousand wrong passwords cost the owner nothing", async ({ expect }) => {
  const person = newPerson();
  const code = await sendCode(service, person, 1);
  const attack = postJson(
    { code: "0000" },
    { authorization: basic({ ...person, password: "not the password" }) },
  );
  const statuses = await Promise.all(
    Array.from({ length: 1000 }, async () => {
      const { status } = await service.request("/auth/activate", {
        ...attack,
        from: randomAddress(),
      });
      return status;
    }),
  );
  expect(new Set(statuses)).toEqual(new Set([401]));
  expect((await json(getMe(service, person))).code.attempts_left).toBe(5);
  // With the password a wrong code does cost (control).
  expectStatus(await activate(service, person, wrongCode(code)), 400);
  expect((await json(getMe(service, person))).code.attempts_left).toBe(4);
  expect((await activate(service, person, code)).status).toBe(200);
});
