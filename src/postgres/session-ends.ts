import type { Queryable } from "./pool.ts";
import { IS_LIVE } from "./sessions.ts";

/** Which of these sessions are no longer live, or of an account that is no longer active. */
export async function findEndedSessions(
  db: Queryable,
  sessionIds: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ id: string }>({
    name: "find-ended-sessions",
    text: `select asked.id from unnest($1::uuid[]) as asked (id)
      where not exists (
        select from sessions s join users u on u.row_id = s.user_row_id
        where s.id = asked.id and u.status = 'active' and ${IS_LIVE})`,
    // As text: the driver would quote each of ten thousand.
    values: [`{${[...sessionIds].join(",")}}`],
  });
  return new Set(rows.map(({ id }) => id));
}
