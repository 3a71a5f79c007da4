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
  writeTogether(redis);
  // Readiness tells about a Redis that is not there; the service starts all the same.
  await once(redis, "ready", { signal: AbortSignal.timeout(CONNECT_TIMEOUT_MS) }).catch(() => {});
  return redis;
}

// What requests ask for in one turn of the event loop goes out in one write: one of its own for each command costs more than
// all else about it. Nothing waits longer than the turn takes.
function writeTogether(redis: Redis): void {
  const send = redis.sendCommand.bind(redis);
  const held = new WeakSet<Redis["stream"]>();
  redis.sendCommand = (...given) => {
    const { stream } = redis;
    if (redis.status === "ready" && !held.has(stream)) {
      held.add(stream);
      stream.cork();
      setImmediate(() => {
        held.delete(stream);
        stream.uncork();
      });
    }
    return send(...given);
  };
}

/** Runs a command. Throws UnavailableError for every error, because none of them tells about the data. */
export async function withRedisFaults<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw storeAway(error);
  }
}
