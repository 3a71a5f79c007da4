import type { Queryable } from "./pool.ts";
import { IS_LIVE } from "./sessions.ts";
import { ACCOUNT, type Account } from "./users.ts";

/** A session that is good now and has this newest token, with its account, which is active; null otherwise. */
export async function findSessionOfToken(
  db: Queryable,
  of: { sessionId: string; digest: string },
): Promise<{ account: Account; unusedSeconds: number } | null> {
  const { rows } = await db.query<Account & { unusedSeconds: number }>({
    name: "find-session-of-token",
    text: `select ${ACCOUNT}, extract(epoch from now() - s.last_used_at)::float8 as "unusedSeconds"
      from sessions s join users u on u.row_id = s.user_row_id
      where s.id = $1::uuid and s.refresh_digest = $2::text and u.status = 'active' and ${IS_LIVE}`,
    values: [of.sessionId, of.digest],
  });
  const [row] = rows;
  if (!row) return null;
  const { unusedSeconds, ...account } = row;
  return { account, unusedSeconds };
}

/** Notes that a session is in use, and moves its idle end on. */
export async function noteSessionUse(
  db: Queryable,
  use: { sessionId: string; ip: string; idleDays: number },
): Promise<void> {
  await db.query({
    name: "note-session-use",
    text: `update sessions set last_used_at = now(), ip = $2::text,
        idle_expires_at = least(expires_at, now() + make_interval(days => $3::integer))
      where id = $1::uuid and ended_at is null`,
    values: [use.sessionId, use.ip, use.idleDays],
  });
}
