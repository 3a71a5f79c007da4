import { inject } from "vitest";
import { createLog } from "../../src/log.ts";
import { type Redis, openRedis } from "../../src/redis/connection.ts";
import { giveTime } from "./patience.ts";

/** Does something with the Redis of the run, on a connection of its own. */
export async function withRedis<T>(work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = await openRedis(inject("redisUrl"), createLog("silent"));
  giveTime(redis, 10_000);
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}
