import { once } from "node:events";
import { Redis } from "ioredis";
import { storeAway } from "../domain/failure.ts";
import type { Logger } from "../log.ts";

export type { Redis } from "ioredis";

const CONNECT_TIMEOUT_MS = 2000;
const COMMAND_TIMEOUT_MS = 300;
const RECONNECT_DELAY_MAX_MS = 1000;

/**
 * Opens a connection and waits a moment for it; it comes up by itself, whenever Redis does. Commands fail at once
 * while it is away.
 */
export async function openRedis(url: string, log: Logger): Promise<Redis> {
  const redis = new Redis(url, {
    connectTimeout: CONNECT_TIMEOUT_MS,
    // Without it a command in flight at a reconnect would never settle (ioredis #2193).
    commandTimeout: COMMAND_TIMEOUT_MS,
    maxRetriesPerRequest: 1,
    // A queued or re-sent command would run later, or twice (ioredis #2130, #1720).
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (attempt) => Math.min(attempt * 50, RECONNECT_DELAY_MAX_MS),
    // After a failover the old primary refuses writes, and the connection would stay (ioredis #144).
    reconnectOnError: (error) => error.message.startsWith("READONLY"),
  });
  redis.on("error", (error) => log.warn({ err: error }, "redis connection lost"));
  redis.on("ready", () => log.info("redis connected"));
  // Readiness tells about a Redis that is not there; the service starts all the same.
  await once(redis, "ready", { signal: AbortSignal.timeout(CONNECT_TIMEOUT_MS) }).catch(() => {});
  return redis;
}

/** Runs a command. Throws UnavailableError for every error, because none of them tells about the data. */
export async function withRedisFaults<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw storeAway(error);
  }
}
