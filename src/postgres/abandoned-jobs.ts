import type { Queryable } from "./pool.ts";

/**
 * Gives back the jobs of workers that died or froze: those that are held for longer than the lease of their task, in
 * milliseconds. Each alone, not all that the same runner holds: what it does at this moment would run twice at once, and one
 * that puts itself back meanwhile would be lost. Returns how many.
 */
export async function releaseAbandonedJobs(
  db: Queryable,
  leasesMs: Record<string, number>,
): Promise<number> {
  const { rowCount } = await db.query({
    name: "release-abandoned-jobs",
    text: `update graphile_worker._private_jobs job set locked_at = null, locked_by = null
      from unnest($1::text[], $2::float8[]) as lease (task, ms)
      join graphile_worker._private_tasks task on task.identifier = lease.task
      where job.task_id = task.id and job.locked_at < now() - make_interval(secs => lease.ms / 1000)`,
    values: [Object.keys(leasesMs), Object.values(leasesMs)],
  });
  return rowCount ?? 0;
}
