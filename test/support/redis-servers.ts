import { Cluster, type Redis as Server } from "ioredis";
import type { Redis } from "../../src/redis/connection.ts";

/** The servers that keys are on: one, or the primaries of a cluster. */
export const serversOf = (redis: Redis): Server[] =>
  redis instanceof Cluster ? redis.nodes("master") : [redis];

/** The names of all keys that match, on all servers. */
export const findKeys = async (redis: Redis, pattern: string): Promise<string[]> =>
  (await Promise.all(serversOf(redis).map((server) => server.keys(pattern)))).flat();

/** Makes all servers forget the scripts that they know. */
export async function forgetScripts(redis: Redis): Promise<void> {
  await Promise.all(serversOf(redis).map((server) => server.script("FLUSH")));
}
