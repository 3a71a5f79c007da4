import { inject } from "vitest";
import type { Redis } from "../../src/redis/connection.ts";
import { startRedisCluster, untilOk } from "./redis-cluster.ts";
import { type RedisProcess, argumentsOf, plainPort, startRedisProcess } from "./redis-process.ts";

export { findOwnPort } from "./redis-process.ts";

export type OwnRedis = Pick<RedisProcess, "signal" | "kill" | "shutDown" | "restart" | "ask"> &
  AsyncDisposable & { url: string };

/** Resolves when a connection that is about to be lost is there again; tries in between may fail. */
export const isBack = (redis: Redis): Promise<void> =>
  new Promise((resolve) => {
    redis.once("ready", () => resolve());
  });

/**
 * A Redis of the test's own, which it may flush, kill and restore: one server, also where tests run on a cluster. There it is
 * the only node of a cluster. It saves only when it is told to, or all at once.
 */
export async function startOwnRedis({ keeps = false, isSingle = false } = {}): Promise<OwnRedis> {
  const kept = argumentsOf(keeps ? { appendonly: "yes", appendfsync: "always" } : {});
  const entrance = { args: (place: { port: number }) => [...plainPort(place), ...kept] };
  if (isSingle || !isOnCluster()) {
    const server = await startRedisProcess(entrance);
    return { ...server, url: `redis://127.0.0.1:${server.port}` };
  }
  const { url, primaries, ...cluster } = await startRedisCluster({ primaries: 1, entrance });
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

// Benches are no tests.
const isOnCluster = (): boolean =>
  process.env["VITEST"] === "true" && inject("redisUrl").startsWith("redis+cluster:");
