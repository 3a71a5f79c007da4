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

/** A session as a refresh needs to see it. */
export type RefreshStanding = {
  id: string;
  accountRowId: string;
  accountId: string;
  clientId: string | null;
  refreshDigest: string;
  previousDigest: string | null;
  /** Infinity when it never was. */
  rotatedSecondsAgo: number;
  /** Until the end of its life, whatever its use. */
  lifeLeftSeconds: number;
};

/** A live session, which stays as it is until the transaction ends; null for one that ended. */
export async function findForRefresh(
  client: Queryable,
  sessionId: string,
): Promise<RefreshStanding | null> {
  const { rows } = await client.query<RefreshStanding>({
    name: "find-session-for-refresh",
    text: `select s.id, u.row_id as "accountRowId", u.id as "accountId", s.client_id as "clientId",
        s.refresh_digest as "refreshDigest", s.previous_digest as "previousDigest",
        coalesce(extract(epoch from clock_timestamp() - s.rotated_at), 'infinity')::float8 as "rotatedSecondsAgo",
        extract(epoch from s.expires_at - now())::float8 as "lifeLeftSeconds"
      from sessions s join users u on u.row_id = s.user_row_id
      where s.id = $1::uuid and u.status = 'active' and ${IS_LIVE} for no key update of s`,
    values: [sessionId],
  });
  return rows[0] ?? null;
}

/** Puts the next refresh token in place of the newest one, and moves the session's idle end on. */
export async function rotateRefreshToken(
  client: Queryable,
  rotation: { sessionId: string; from: string; to: string; ip: string; idleDays: number },
): Promise<void> {
  await client.query({
    name: "rotate-refresh-token",
    text: `update sessions set refresh_digest = $3::text, previous_digest = $2::text, rotated_at = clock_timestamp(),
        last_used_at = now(), ip = $4::text,
        idle_expires_at = least(expires_at, now() + make_interval(days => $5::integer))
      where id = $1::uuid and refresh_digest = $2::text`,
    values: [rotation.sessionId, rotation.from, rotation.to, rotation.ip, rotation.idleDays],
  });
}
