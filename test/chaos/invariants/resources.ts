import { readdirSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { Redis } from "ioredis";
import type { Pool } from "pg";
import type { Instance } from "../instance.ts";

/** What an instance opens at most: requests, mail, jobs of mail and of webhooks. */
const CONNECTIONS_MAX = 10 + 4 + 10 + 5;
/** What pools and connections to the provider take between a start and the end. */
const DESCRIPTORS_MORE = 60;
/** Until it is seen that clients went. */
const CLOSING_MS = 3000;
const LOOK_MS = 50;
const IDLE_MAX_S = 5;

export const descriptorsOf = (pid: number): number => {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return Number.NaN;
  }
};

/** I8, of Postgres: no transaction that nobody goes on with, and no more connections than the pools have. */
export async function findIdleTransactions(pool: Pool, instances: number): Promise<string[]> {
  const { rows } = await pool.query<{ idle: number; connections: number }>(
    `select count(*) filter (where state = 'idle in transaction' and state_change < now() - $1 * interval '1 s')::int as idle,
       count(*)::int as connections
     from pg_stat_activity where application_name like 'latchkey%'`,
    [IDLE_MAX_S],
  );
  const { idle = 0, connections = 0 } = rows[0] ?? {};
  return [
    ...(connections === 0 ? ["I8: no connection of the service is there to be looked at"] : []),
    ...(idle > 0 ? [`I8: ${idle} transactions are open and idle`] : []),
    ...(connections > CONNECTIONS_MAX * instances ? [`I8: ${connections} connections`] : []),
  ];
}

/** I8, of Redis: every key has a life. */
export async function findEternalKeys(redisUrl: string): Promise<string[]> {
  const redis = new Redis(redisUrl);
  try {
    const eternal: string[] = [];
    for (let cursor = "0"; ;) {
      const [next, keys] = await redis.scan(cursor, "COUNT", 1000);
      const lives = await Promise.all(keys.map((key) => redis.pttl(key)));
      eternal.push(...keys.filter((_, i) => lives[i] === -1));
      cursor = next;
      if (cursor === "0") break;
    }
    return eternal.length === 0
      ? []
      : [`I8: keys that live for ever: ${eternal.slice(0, 3).join(", ")}`];
  } finally {
    redis.disconnect();
  }
}

/** I8, of the processes: none ended by itself, and nothing was thrown that nobody caught. */
export function findCrashes(instances: readonly Instance[]): string[] {
  return instances.flatMap((instance, i) => [
    ...instance.ownExits.map((how) => `I8: instance ${i + 1} ended by itself with ${how}`),
    ...instance
      .logLines()
      .filter((line) => /unhandled ?rejection|uncaught|"level":"fatal"/i.test(line))
      .slice(0, 3)
      .map((line) => `I8: instance ${i + 1}: ${line.slice(0, 200)}`),
  ]);
}

/** I8: descriptors are not lost, of a process that began with so many, once all its clients have gone. */
export async function findLeaks(
  instances: readonly Instance[],
  before: readonly number[],
): Promise<string[]> {
  const giveUpAt = performance.now() + CLOSING_MS;
  for (;;) {
    const leaks = instances.flatMap((instance, i) => {
      const now = descriptorsOf(instance.pid());
      // A process that is not there has none that could be counted.
      const isSound = now <= (before[i] ?? 0) + DESCRIPTORS_MORE;
      return isSound ? [] : [`I8: instance ${i + 1} has ${now} descriptors`];
    });
    if (leaks.length === 0 || performance.now() > giveUpAt) return leaks;
    await delay(LOOK_MS);
  }
}
