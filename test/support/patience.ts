import { once } from "node:events";
import { Cluster, type Redis as Server } from "ioredis";
import { createLog } from "../../src/log.ts";
import { type Pool, openPool } from "../../src/postgres/pool.ts";
import { type Redis, openRedis } from "../../src/redis/connection.ts";

// A crowded machine is no fault that tests of the stores are about: they have longer deadlines than the service.
const PATIENCE_MS = 20_000;

/** A connection whose commands have time. */
export async function openPatientRedis(url: string): Promise<Redis> {
  const redis = await openRedis(url, createLog("silent"));
  if (redis.status !== "ready") await once(redis, "ready");
  giveTime(redis, PATIENCE_MS);
  return redis;
}

/** Sets how long each command may take, and a connection be silent, on every one that there is or will be. */
export function giveTime(redis: Redis, deadlineMs: number): void {
  const set = ({ options }: Server): void => {
    options.commandTimeout = deadlineMs;
    options.socketTimeout = Math.max(deadlineMs, 1000);
  };
  if (!(redis instanceof Cluster)) return set(redis);
  for (const node of redis.nodes()) set(node);
  redis.on("+node", set);
}

/** The same database, for connections whose statements and locks have time. */
export function patientUrl(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  for (const name of ["statement_timeout", "query_timeout", "lock_timeout"])
    url.searchParams.set(name, String(PATIENCE_MS));
  return url.href;
}

/** Whoever waits for one of its connections has time too. */
export function waitLonger(pool: Pool): void {
  pool.options.connectionTimeoutMillis = PATIENCE_MS;
}

export function openPatientPool(databaseUrl: string, connectionsMax: number): Pool {
  const options = {
    databaseUrl: patientUrl(databaseUrl),
    connectionsMax,
    applicationName: "test",
  };
  const pool = openPool(options, createLog("silent"));
  waitLonger(pool);
  return pool;
}
