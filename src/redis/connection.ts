import { once } from "node:events";
import { readFile } from "node:fs/promises";
import type { ConnectionOptions } from "node:tls";
import { type RedisOptions, Cluster, Redis as Server } from "ioredis";
import { storeAway } from "../domain/failure.ts";
import type { Logger } from "../log.ts";
import { type RedisTarget, redisTargetOf } from "./redis-url.ts";

/** A server, the primary that sentinels name, or a cluster. Every script and pipeline of ours touches one slot of it. */
export type Redis = Server | Cluster;

const CONNECT_TIMEOUT_MS = 2000;
const COMMAND_TIMEOUT_MS = 300;
/**
 * A connection that says nothing for so long is given up. Redis would do all that is written to it meanwhile, as soon as it
 * is awake; and of a machine that is gone TCP tells after many minutes.
 */
const SILENCE_MAX_MS = 1000;
const RECONNECT_DELAY_MAX_MS = 1000;
/** How soon a failover is known of that no node tells of: of a primary that is frozen, or whose machine is gone. */
const SLOTS_REFRESH_MS = 5000;

const reconnectDelayMs = (attempt: number): number =>
  Math.min(attempt * 50, RECONNECT_DELAY_MAX_MS);

/** What holds for the connection to each server. */
const SERVER_OPTIONS = {
  connectTimeout: CONNECT_TIMEOUT_MS,
  // Without it a command in flight at a reconnect would never settle (ioredis #2193).
  commandTimeout: COMMAND_TIMEOUT_MS,
  socketTimeout: SILENCE_MAX_MS,
  maxRetriesPerRequest: 1,
  // A user of Redis with few rights may not say what its client is called.
  disableClientInfo: true,
  // A re-sent command would run twice (ioredis #1720).
  autoResendUnfulfilledCommands: false,
  // After a failover the old primary refuses writes, and the connection would stay (ioredis #144).
  reconnectOnError: (error) => error.message.startsWith("READONLY"),
} satisfies RedisOptions;

/**
 * Opens a connection and waits a moment for it; it comes up by itself, whenever Redis does. Commands fail at once
 * while it is away. The file holds the certificates, in PEM, of who may vouch for Redis, in place of the system's. Throws
 * when it cannot be read.
 */
export async function openRedis(url: string, log: Logger, caFile?: string): Promise<Redis> {
  const target = redisTargetOf(url);
  const ca = caFile === undefined ? undefined : await readFile(caFile, "utf8");
  const tls: Tls = target.isTls ? { tls: { ca } } : {};
  const redis = target.kind === "cluster" ? openCluster(target, tls) : openServer(target, tls);
  redis.on("error", (error) => log.warn({ err: error }, "redis connection lost"));
  redis.on("ready", () => log.info("redis connected"));
  if (redis instanceof Cluster) {
    redis.on("node error", (error: unknown, node: string) =>
      log.debug({ err: error, node }, "a node of redis is away"),
    );
    // All connect now: of a replica when it is needed, the first commands would fail.
    redis.on("+node", (node) => void node.connect().catch(() => {}));
  }
  // Readiness tells about a Redis that is not there; the service starts all the same.
  await untilReady(redis, AbortSignal.timeout(CONNECT_TIMEOUT_MS)).catch(() => {});
  return redis;
}

type Tls = { tls?: ConnectionOptions };

function openServer(target: Exclude<RedisTarget, { kind: "cluster" }>, tls: Tls): Server {
  const options = {
    ...SERVER_OPTIONS,
    ...tls,
    // A queued command would run later (ioredis #2130).
    enableOfflineQueue: false,
    retryStrategy: reconnectDelayMs,
  };
  const { username, password } = target.kind === "sentinel" ? target.sentinels : {};
  const server =
    target.kind === "single"
      ? new Server(target.url, options)
      : new Server({
          ...options,
          sentinels: target.hosts,
          name: target.primary,
          ...target.credentials,
          ...(username && { sentinelUsername: username }),
          ...(password && { sentinelPassword: password }),
          ...(tls.tls && { sentinelTLS: tls.tls }),
          enableTLSForSentinelMode: target.isTls,
          sentinelCommandTimeout: CONNECT_TIMEOUT_MS,
          sentinelRetryStrategy: reconnectDelayMs,
          // A primary that is frozen says nothing of its own about a failover.
          failoverDetector: true,
        });
  prepareServer(server);
  return server;
}

function openCluster({ hosts, credentials }: RedisTarget & { kind: "cluster" }, tls: Tls): Cluster {
  const cluster = new Cluster(hosts, {
    redisOptions: { ...SERVER_OPTIONS, ...tls, ...credentials },
    clusterRetryStrategy: reconnectDelayMs,
    enableOfflineQueue: false,
    // What was in flight when a connection was lost may have been done: it is not sent again.
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    slotsRefreshInterval: SLOTS_REFRESH_MS,
    // By their names, which certificates are for.
    dnsLookup: (name, found) => found(null, name),
  });
  prepareNodes(cluster);
  return cluster;
}

const prepareNodes = (cluster: Cluster): void => void cluster.on("+node", prepareServer);

/**
 * Another connection to the same Redis, for what occupies one: listening, or waiting for entries. It connects with its first
 * command, and comes up by itself as the first does.
 */
export function openOwnConnection(
  redis: Redis,
  options: Pick<RedisOptions, "commandTimeout"> = {},
): Redis {
  // What waits on purpose is silent.
  const own = { ...options, socketTimeout: undefined };
  if (redis instanceof Server)
    return redis.duplicate({ ...own, autoResubscribe: false, lazyConnect: true });
  const cluster = redis.duplicate([], { lazyConnect: true, redisOptions: own });
  prepareNodes(cluster);
  return cluster;
}

/** Rejects when nothing answers. A cluster answers while a primary of it takes commands: the others' part is of some requests. */
export async function pingRedis(redis: Redis): Promise<void> {
  if (redis instanceof Server) await redis.ping();
  else await Promise.any(primariesOf(redis).map(refuseDown));
}

// PING is answered in a cluster that is down as well: without one slot it refuses all others, unless it is told not to.
async function refuseDown(node: Server): Promise<void> {
  const info = await node.cluster("INFO");
  if (!info.includes("cluster_state:ok")) throw new Error("the cluster is down");
}

/** The servers that keys are written to, each by a connection of its own. */
export const primariesOf = (redis: Redis): Server[] =>
  redis instanceof Server ? [redis] : redis.nodes("master");

async function untilReady(redis: Redis, signal: AbortSignal): Promise<void> {
  if (redis.status !== "ready") await once(redis, "ready", { signal });
  if (redis instanceof Cluster)
    await Promise.all(primariesOf(redis).map((node) => untilReady(node, signal)));
}

// What requests ask for in one turn of the event loop goes out in one write: one of its own for each command costs more than
// all else about it. Nothing waits longer than the turn takes.
function prepareServer(server: Server): void {
  const send = server.sendCommand.bind(server);
  const held = new WeakSet<Server["stream"]>();
  server.sendCommand = (...given) => {
    const [command] = given;
    // Of a cluster: it was given up before another node was found that has its slot.
    if (command.isSettled) return command.promise;
    const { stream } = server;
    if (server.status === "ready" && !held.has(stream)) {
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
