import { afterAll, beforeAll, describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { getMe, newPerson } from "../support/client.ts";
import { operator } from "../support/operator.ts";
import { type OwnRedis, startOwnRedis } from "../support/own-redis.ts";
import { type TestService, startService } from "../support/service.ts";

describe("when Redis goes away", () => {
  let redis: OwnRedis;
  let service: TestService;
  let ops: ReturnType<typeof operator>;
  beforeAll(async () => {
    redis = await startOwnRedis();
    service = await startService({ REDIS_URL: redis.url });
    ops = operator(service);
  });
  afterAll(async () => {
    await service[Symbol.asyncDispose]();
    await redis[Symbol.asyncDispose]();
  });

  test("an export under way breaks off instead of looking whole, and the others are 503", async ({
    expect,
  }) => {
    const letPass = { quota: "240/1m", when_redis_is_away: "allow", reason: "a test" };
    expect((await ops.put("/ops/limits/ops.ip", letPass, '"0"')).status).toBe(200);
    const { buckets } = await json(
      ops.post("/ops/limits/explain", { ip: "198.51.100.7", route: "POST /auth/activate" }),
    );
    const isAway = async (): Promise<number[]> => {
      const answers = [
        ops.get("/ops/traffic"),
        ops.get("/ops/journal"),
        ops.get("/ops/breaker"),
        ops.post("/ops/simulations", { set: {} }),
        ops.delete(`/ops/limits/buckets/${buckets[0].id}`, { reason: "a test" }),
      ];
      return (await Promise.all(answers)).map(({ status }) => status);
    };
    expect(await isAway()).toEqual([200, 200, 200, 200, 404]);

    // Longer than what the first reads of it take in.
    const { redis: client, journal } = service.resources;
    await getMe(service, newPerson());
    await journal.flush();
    const [key = ""] = await client.keys("journal:*");
    const [[, fields] = []] = await client.xrange(key, "-", "+", "COUNT", 1);
    const pipeline = client.pipeline();
    for (let i = 0; i < 5000; i++) pipeline.xadd(key, "*", ...(fields ?? []));
    await pipeline.exec();
    expect((await (await ops.get("/ops/journal")).text()).split("\n").length).toBeGreaterThan(5000);

    const reader = (await ops.get("/ops/journal")).body?.getReader();
    await reader?.read();
    await redis.kill();
    const readAll = async (): Promise<void> => {
      while (!(await reader?.read())?.done);
    };
    await expect(readAll()).rejects.toThrow("away");
    expect(await isAway()).toEqual([503, 503, 503, 503, 503]);
  });
});

test("a client that goes away ends the reading of an export", async ({ expect }) => {
  await using service = await startService();
  await getMe(service, newPerson());
  await service.resources.journal.flush();
  let isClosed = false;
  const { read } = service.resources.journal;
  service.resources.journal.read = async function* readWatched() {
    try {
      yield* read();
    } finally {
      isClosed = true;
    }
  };
  const { body } = await operator(service).get("/ops/journal");
  isClosed = false;
  await body?.cancel();
  expect(isClosed).toBe(true);
});
