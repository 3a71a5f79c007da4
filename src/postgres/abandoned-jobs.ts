import type { Queryable } from "./pool.ts";

/**
 * Gives back the jobs of workers that died or froze: no job of these tasks takes as long as the lease. Others' tasks may
 * have a longer one, and no worker has both. Returns how many workers.
 */
export async function releaseAbandonedJobs(
  db: Queryable,
  tasks: readonly string[],
  leaseMs: number,
): Promise<number> {
  const { rows } = await db.query<{ workers: number }>({
    name: "release-abandoned-jobs",
    text: `with dead as (
        select array_agg(distinct locked_by) as ids from graphile_worker.jobs
        where locked_at < now() - make_interval(secs => $1::integer / 1000.0)
          and task_identifier = any($2::text[]))
      select coalesce(cardinality(ids), 0) as workers,
        case when ids is not null then graphile_worker.force_unlock_workers(ids) end from dead`,
    values: [leaseMs, tasks],
  });
  return rows[0]?.workers ?? 0;
}
