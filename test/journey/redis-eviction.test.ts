import { randomUUID } from "node:crypto";
import { describe, test } from "vitest";
import { json } from "../support/answer.ts";
import { createDatabase } from "../support/database.ts";
import { openFaultProxy, through } from "../support/fault-proxy.ts";
import { readMetric } from "../support/live-service.ts";
import { startOwnRedis } from "../support/own-redis.ts";
import {
  RUNTIMES,
  type RunningProcess,
  type Runtime,
  clientOf,
  startServiceProcess,
} from "../support/processes.ts";
import { startRedisCluster } from "../support/redis-cluster.ts";
import type { RedisProcess } from "../support/redis-process.ts";
import { startRedisSentinel } from "../support/redis-sentinel.ts";

const TOLD = /redis forgets counters when it is full/;
const UNKNOWN = /redis does not tell its maxmemory-policy/;

/** A Redis, and one of the servers that keys are on. */
type Form = () => Promise<AsyncDisposable & { url: string; server: Pick<RedisProcess, "ask"> }>;

const FORMS: Record<string, Form> = {
  async "one server"() {
    const redis = await startOwnRedis({ isSingle: true });
    return { ...redis, server: redis };
  },
  async "a primary behind sentinels"() {
    const redis = await startRedisSentinel();
    return { ...redis, server: redis.primary };
  },
  async "one of three primaries"() {
    const cluster = await startRedisCluster();
    const [, server] = cluster.primaries;
    if (!server) throw new Error("it has one primary");
    return { ...cluster, server };
  },
};

const start = async (
  runtime: Runtime,
  redisUrl: string,
  NODE_ENV = "production",
): Promise<RunningProcess> =>
  startServiceProcess(runtime, {
    NODE_ENV,
    DATABASE_URL: await createDatabase(),
    REDIS_URL: redisUrl,
    EMAIL_API_URL: "http://127.0.0.1:1",
    EMAIL_API_KEY: randomUUID(),
    EMAIL_FROM: "no-reply@shop.test",
    PUBLIC_URL: "https://id.shop.test",
    OPS_PASSWORD: "operators-of-a-test",
    // Production wants no less.
    HASH_MEMORY_KIB: "7168",
    HASH_PASSES: "5",
  });

const readinessOf = async ({ url }: RunningProcess): Promise<[number, string]> => {
  const response = await fetch(`${url}/health/ready`);
  return [response.status, (await json(response)).checks.redis];
};

const evicts = (service: RunningProcess): Promise<number> =>
  readMetric(clientOf(service), "latchkey_redis_evicts ");

const cases = RUNTIMES.flatMap((runtime) =>
  Object.entries(FORMS).map(([form, open]) => ({ runtime, form, open })),
);

describe.each(cases)("of $form, on $runtime", ({ runtime, open }) => {
  test("a policy that forgets keys is told of, and production is not ready until it is gone", async ({
    expect,
  }) => {
    await using redis = await open();
    const setPolicy = (policy: string): Promise<unknown> =>
      redis.server.ask("CONFIG", "SET", "maxmemory-policy", policy);
    // All our keys have a life: a policy that forgets only such keys forgets ours.
    await setPolicy("volatile-ttl");
    await using service = await start(runtime, redis.url);
    // It says so by itself, before anybody asks.
    expect(JSON.parse(await service.line(TOLD))).toMatchObject({
      level: "error",
      maxmemory_policy: "volatile-ttl",
    });
    for (let i = 0; i < 3; i++) expect(await readinessOf(service)).toEqual([503, "evicts"]);
    expect(await evicts(service)).toBe(1);
    expect(service.lines.filter((line) => TOLD.test(line))).toHaveLength(1);
    await setPolicy("noeviction");
    expect(await readinessOf(service)).toEqual([200, "ok"]);
    expect(await evicts(service)).toBe(0);
    await setPolicy("allkeys-lru");
    expect(await readinessOf(service)).toEqual([503, "evicts"]);
    await expect.poll(() => service.lines.filter((line) => TOLD.test(line))).toHaveLength(2);
  });
});

describe.each(RUNTIMES)("on %s", (runtime) => {
  test("outside of production a policy that forgets keys is a warning", async ({ expect }) => {
    await using redis = await startOwnRedis({ isSingle: true });
    await redis.ask("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
    await using service = await start(runtime, redis.url, "development");
    expect(JSON.parse(await service.line(TOLD))).toMatchObject({ level: "warn" });
    expect(await readinessOf(service)).toEqual([200, "ok"]);
    expect(await evicts(service)).toBe(1);
  });

  test("a Redis that does not tell its policy is a warning, and production is ready", async ({
    expect,
  }) => {
    await using redis = await startOwnRedis({ isSingle: true });
    await redis.ask("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
    await using proxy = await openFaultProxy(Number(new URL(redis.url).port));
    proxy.set({ kind: "alter", word: "maxmemory_policy:", other: "something_hidden:" });
    await using service = await start(runtime, through(redis.url, proxy));
    expect(JSON.parse(await service.line(UNKNOWN))).toMatchObject({ level: "warn" });
    expect(await readinessOf(service)).toEqual([200, "ok"]);
    expect((await clientOf(service).request("/health/live")).status).toBe(200);
    // Of the same Redis, when it does tell, production is not ready (control).
    await using other = await start(runtime, redis.url);
    expect(await readinessOf(other)).toEqual([503, "evicts"]);
  });
});
