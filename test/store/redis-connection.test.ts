import { randomUUID } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Cluster, Command } from "ioredis";
import { afterAll, beforeAll, inject, test, vi } from "vitest";
import { createLog } from "../../src/log.ts";
import { type Redis, openRedis, pingRedis } from "../../src/redis/connection.ts";
import { isBack, startOwnRedis } from "../support/own-redis.ts";
import { giveTime, openPatientRedis } from "../support/patience.ts";
import type { RedisProcess } from "../support/redis-process.ts";
import { startRedisCluster } from "../support/redis-cluster.ts";
import { serversOf } from "../support/redis-servers.ts";

let redis: Redis;
beforeAll(async () => {
  redis = await openPatientRedis(inject("redisUrl"));
});
afterAll(() => redis.disconnect());

test("tests of the stores run on one server, and on a cluster of three primaries (control)", ({
  expect,
  task,
}) => {
  const isCluster = task.file.projectName === "cluster";
  expect(redis instanceof Cluster).toBe(isCluster);
  expect(serversOf(redis)).toHaveLength(isCluster ? 3 : 1);
});

const KEYS = Array.from({ length: 30 }, () => `test:${randomUUID()}`);

/** How often each of its connections wrote to the network meanwhile; those that did not are left out. */
async function countWrites(work: () => Promise<unknown>): Promise<number[]> {
  const spies = serversOf(redis).map(({ stream }) => [
    vi.spyOn(stream, "_write"),
    vi.spyOn(stream, "_writev"),
  ]);
  await work();
  const counts = spies.map((ofOne) => ofOne.reduce((sum, { mock }) => sum + mock.calls.length, 0));
  for (const spy of spies.flat()) spy.mockRestore();
  return counts.filter((count) => count > 0);
}

test("what is asked for in one turn goes out in one write to each server", async ({ expect }) => {
  const together = await countWrites(() => Promise.all(KEYS.map((key) => redis.get(key))));
  expect(together).toEqual(serversOf(redis).map(() => 1));
  const apart = await countWrites(async () => {
    for (const key of KEYS) {
      void redis.get(key);
      await nextTurn();
    }
  });
  expect(apart.reduce((sum, count) => sum + count, 0)).toBe(KEYS.length);
});

test("a command that was given up is not sent any more", async ({ expect }) => {
  const [given = "", up = ""] = KEYS;
  const late = new Command("set", [up, "late"]);
  late.promise.catch(() => {});
  late.reject(new Error("given up"));
  await expect(redis.sendCommand(late)).rejects.toThrow("given up");
  await redis.sendCommand(new Command("set", [given, "in time", "EX", 60]));
  expect([await redis.get(given), await redis.get(up)]).toEqual(["in time", null]);
});

test("while Redis is away commands fail at once, none of them happens later, and it comes back by itself", async ({
  expect,
}) => {
  await using server = await startOwnRedis();
  const own = await openRedis(server.url, createLog("silent"));
  const back = isBack(own);
  await server.kill();
  await vi.waitUntil(() => own.status !== "ready");
  // Were they queued, each would wait for its deadline.
  giveTime(own, 60_000);
  const answers = await Promise.allSettled(KEYS.map((key) => own.set(key, "late")));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(["rejected"]));
  await expect(pingRedis(own)).rejects.toThrow();
  await server.restart();
  await back;
  await vi.waitFor(() => pingRedis(own));
  expect(await own.dbsize()).toBe(0);
  own.disconnect();
});

test("a cluster that refuses all keys is away, though its nodes answer; one that lacks some is not", async ({
  expect,
}) => {
  await using cluster = await startRedisCluster({ primaries: 1 });
  const own = await openRedis(cluster.url, createLog("silent"));
  const [node] = cluster.primaries as [RedisProcess];
  await node.ask("CLUSTER", "DELSLOTS", 0);
  await pingRedis(own);
  // Redis' own default: all slots, or none.
  await node.ask("CONFIG", "SET", "cluster-require-full-coverage", "yes");
  await node.ask("CLUSTER", "DELSLOTS", 1);
  await vi.waitFor(() => expect(own.get(KEYS[0] ?? "")).rejects.toThrow("CLUSTERDOWN"));
  expect(await node.ask("PING")).toBe("PONG");
  await expect(pingRedis(own)).rejects.toThrow();
  await node.ask("CLUSTER", "ADDSLOTS", 0, 1);
  await vi.waitFor(() => pingRedis(own));
  own.disconnect();
});

test("a Redis that is not there holds the start up for a moment, and no address is an error that ends it", async ({
  expect,
}) => {
  for (const url of [
    "redis://127.0.0.1:1",
    "redis+cluster://127.0.0.1:1,127.0.0.1:2",
    "redis+sentinel://127.0.0.1:1,127.0.0.1:2/primary",
  ]) {
    const absent = await openRedis(url, createLog("silent"));
    await expect(pingRedis(absent), url).rejects.toThrow();
    await expect(absent.get("test:key"), url).rejects.toThrow();
    absent.disconnect();
  }
});
