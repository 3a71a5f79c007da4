import { openPatientRedis } from "./patience.ts";
import { query } from "./query.ts";
import { findKeys } from "./redis-servers.ts";
import type { TestService } from "./service.ts";

type Stores = Pick<TestService, "resources">;

/** Every row of every table, the queue's too, as text. */
export const dumpPostgres = (service: Stores): Promise<string> =>
  dumpTables(service, "table_schema not in ('pg_catalog', 'information_schema')");

/** The same of what requests alone change: nothing of mails, which are on their way beside them. */
export const dumpAccounts = (service: Stores): Promise<string> =>
  dumpTables(service, "table_schema = 'public' and table_name not like 'mail_%'");

async function dumpTables(service: Stores, condition: string): Promise<string> {
  const tables = await query(
    service,
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and ${condition}`,
  );
  const dumps = await Promise.all(
    tables.map(async ({ name }) => {
      const rows = await query(service, `select to_jsonb(t)::text as row from ${String(name)} t`);
      return [name, ...rows.map(({ row }) => row)].join("\n");
    }),
  );
  return dumps.join("\n");
}

/** Every key of Redis with its value, as text. */
export async function dumpRedis({ resources }: Stores): Promise<string> {
  // All tests share it: there is more to read than a request would wait for.
  const redis = await openPatientRedis(resources.config.REDIS_URL);
  const read: Record<string, (key: string) => Promise<unknown>> = {
    string: (key) => redis.get(key),
    hash: (key) => redis.hgetall(key),
    list: (key) => redis.lrange(key, 0, -1),
    set: (key) => redis.smembers(key),
    zset: (key) => redis.zrange(key, "0", "-1"),
    stream: (key) => redis.xrange(key, "-", "+"),
  };
  const keys = await findKeys(redis, "*");
  const values = await Promise.all(
    keys.map(async (key) => [key, await read[await redis.type(key)]?.(key)]),
  );
  redis.disconnect();
  return JSON.stringify(values);
}
