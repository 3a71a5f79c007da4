import { inject } from "vitest";
import type { Redis } from "../../src/redis/connection.ts";
import { startRedisCluster, untilOk } from "./redis-cluster.ts";
import { type RedisProcess, startRedisProcess } from "./redis-process.ts";

export type OwnRedis = Pick<RedisProcess, "signal" | "kill" | "restart"> &
  AsyncDisposable & { url: string };

/** Resolves when a connection that is about to be lost is there again; tries in between may fail. */
export const isBack = (redis: Redis): Promise<void> =>
  new Promise((resolve) => {
    redis.once("ready", () => resolve());
  });

/**
 * A Redis of the test's own, which it may flush, kill and restore: one server, also where tests run on a cluster. There it is
 * the only node of a cluster.
 */
export async function startOwnRedis(): Promise<OwnRedis> {
  if (!inject("redisUrl").startsWith("redis+cluster:")) {
    const server = await startRedisProcess();
    return { ...server, url: `redis://127.0.0.1:${server.port}` };
  }
  const { url, primaries, ...cluster } = await startRedisCluster({ primaries: 1 });
  const [node] = primaries as [RedisProcess];
  return {
    ...node,
    url,
    async restart() {
      await node.restart();
      await untilOk(node);
    },
    [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose](),
  };
}
