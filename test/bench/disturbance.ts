import type { Pool } from "pg";
import { median } from "./stack.ts";

/** What Postgres did for itself so far: checkpoints that ended, tables that autovacuum was done with. */
type OwnWork = { done: number; isVacuuming: boolean };

/** Further off than by this factor, a yardstick was kept from its work by somebody else. */
const YARDSTICK_FACTOR = 1.5;
/** Of fewer there is no usual one. */
const YARDSTICKS_MIN = 3;

/** Of the server of these databases: each tells of its own tables alone. */
async function ownWorkOf(pools: readonly Pool[]): Promise<OwnWork> {
  let done = 0;
  let isVacuuming = false;
  for (const [i, pool] of pools.entries()) {
    const { rows } = await pool.query<{ vacuums: number; checkpoints: number; workers: number }>(
      `select (select coalesce(sum(autovacuum_count + autoanalyze_count), 0)::integer from pg_stat_user_tables) as vacuums,
        (select num_done::integer from pg_stat_checkpointer) as checkpoints,
        (select count(*)::integer from pg_stat_activity where backend_type = 'autovacuum worker') as workers`,
    );
    const { vacuums = 0, checkpoints = 0, workers = 0 } = rows[0] ?? {};
    done += vacuums + (i === 0 ? checkpoints : 0);
    isVacuuming ||= workers > 0;
  }
  return { done, isVacuuming };
}

/** Does work, and tells whether Postgres did something for itself meanwhile, by its own counters. */
export async function watchPostgres<T>(
  pools: readonly Pool[],
  work: () => Promise<T>,
): Promise<{ done: T; isInterrupted: boolean }> {
  const before = await ownWorkOf(pools);
  const done = await work();
  const after = await ownWorkOf(pools);
  const isInterrupted = before.isVacuuming || after.isVacuuming || after.done !== before.done;
  return { done, isInterrupted };
}

/** Whether a yardstick's speed is none of its usual ones. */
export function isFarOff(speed: number, usual: readonly number[]): boolean {
  if (usual.length < YARDSTICKS_MIN) return false;
  const off = speed / median([...usual]);
  return off > YARDSTICK_FACTOR || off < 1 / YARDSTICK_FACTOR;
}
