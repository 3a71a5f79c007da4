import { ADD_MAIL_JOBS } from "./mail-jobs.ts";
import type { Queryable } from "./pool.ts";

/**
 * Puts messages that wait without a job back into the queue, as many as the limit; returns how many. A job is lost when its
 * worker froze for longer than its lease and then ended it, after another one had put it back for later.
 */
export async function requeueStranded(
  db: Queryable,
  search: { minutes: number; limit: number },
): Promise<number> {
  const { rowCount } = await db.query({
    name: "requeue-stranded",
    // Some minutes old: the statement that writes a message writes its job, but neither is seen before its transaction ends.
    text: `with message as (
        select id, kind from mail_messages m
        where state = 'queued' and queued_at < now() - make_interval(mins => $1::integer)
          and not exists (select from graphile_worker.jobs where key = m.id::text)
        order by queued_at limit $2::integer),
      added as (${ADD_MAIL_JOBS})
      select from message, (select count(*) from added) as jobs`,
    values: [search.minutes, search.limit],
  });
  return rowCount ?? 0;
}
