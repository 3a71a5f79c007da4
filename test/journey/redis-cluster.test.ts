import { afterAll, beforeAll, describe, test } from "vitest";
import { type RedisCluster, startRedisCluster } from "../support/redis-cluster.ts";
import { RUNTIMES } from "../support/processes.ts";
import { AS_PROMISED, takeWholeJourney } from "../support/whole-journey.ts";

let cluster: RedisCluster;
beforeAll(async () => {
  cluster = await startRedisCluster();
});
afterAll(() => cluster[Symbol.asyncDispose]());

describe.each(RUNTIMES)("on a Redis Cluster of three primaries, on %s", (runtime) => {
  test("all that the service does is done, and every node has a part of it", async ({ expect }) => {
    const { seen } = await takeWholeJourney(runtime, { REDIS_URL: cluster.url });
    expect(seen).toEqual(AS_PROMISED);
    for (const node of cluster.primaries) expect(await node.ask("DBSIZE")).toBeGreaterThan(0);
  });
});
