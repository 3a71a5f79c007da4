import type { Origin } from "./audit-entries.ts";
import type { Queryable } from "./pool.ts";
import { ACCOUNT, type Account } from "./users.ts";

/** Why a session ended before its time. */
export type EndReason =
  | "signed_out"
  | "signed_out_elsewhere"
  | "too_many"
  | "refresh_reuse"
  | "password_changed"
  | "password_reset"
  | "email_changed"
  | "email_change_undone"
  | "account_disabled"
  | "account_deleted"
  | "client_revoked";

export type Session = {
  id: string;
  device: string;
  ip: string;
  /** The OAuth client it was made for; null for our own sign-in. */
  clientId: string | null;
  createdAt: Date;
  lastUsedAt: Date;
};

export type NewSession = Pick<Session, "id" | "device" | "clientId"> & {
  /** As its password, or its address, was checked. */
  account: Pick<Account, "rowId" | "generation">;
  by: "password" | "code";
  origin: Origin;
  refreshDigest: string;
  idleDays: number;
  lifeDays: number;
};

/** Of sessions as s. */
export const IS_LIVE = "s.ended_at is null and now() < least(s.idle_expires_at, s.expires_at)";

/**
 * Holds an account as its password was checked until the transaction ends. Returns false when it is not that any more:
 * a new password, another registration, or disabled meanwhile.
 */
export async function lockAccount(
  client: Queryable,
  account: Pick<Account, "rowId" | "generation">,
): Promise<boolean> {
  const { rowCount } = await client.query({
    name: "lock-account",
    text: `select from users where row_id = $1::bigint and generation = $2::integer and status = 'active'
      for no key update`,
    values: [account.rowId, account.generation],
  });
  return rowCount === 1;
}

/**
 * Opens a session for an account as lockAccount holds it, and writes it down; the digest of its refresh token is what is
 * kept of that. Returns false when the account is not that any more, or there was a session of this id.
 */
export async function insertSession(client: Queryable, session: NewSession): Promise<boolean> {
  const { rowCount } = await client.query({
    name: "insert-session",
    text: `with held as (
        select row_id, id from users where row_id = $2::bigint and generation = $9::integer and status = 'active'
        for no key update),
      opened as (
        insert into sessions (id, user_row_id, device, ip, client_id, refresh_digest, idle_expires_at, expires_at)
        select $1::uuid, row_id, $3::text, $4::text, $5::text, $6::text,
          now() + make_interval(days => least($7::integer, $8::integer)), now() + make_interval(days => $8::integer)
        from held on conflict (id) do nothing returning id)
      insert into audit_entries (action, actor_kind, actor, account_id, ip, request_id, details)
      select 'session.created', 'user', held.id::text, held.id, $4::text, $10::text,
        jsonb_build_object('session', opened.id, 'by', $11::text)
      from held, opened`,
    values: [
      session.id,
      session.account.rowId,
      session.device,
      session.origin.ip,
      session.clientId,
      session.refreshDigest,
      session.idleDays,
      session.lifeDays,
      session.account.generation,
      session.origin.requestId,
      session.by,
    ],
  });
  return rowCount === 1;
}

/** A session that is good now, with its account, which is active; null otherwise. */
export async function findLiveSession(
  db: Queryable,
  of: { sessionId: string; accountId: string },
): Promise<{ account: Account; clientId: string | null } | null> {
  const { rows } = await db.query<Account & { clientId: string | null }>({
    name: "find-live-session",
    text: `select ${ACCOUNT}, s.client_id as "clientId"
      from sessions s join users u on u.row_id = s.user_row_id
      where s.id = $1::uuid and u.id = $2::uuid and u.status = 'active' and ${IS_LIVE}`,
    values: [of.sessionId, of.accountId],
  });
  const [row] = rows;
  if (!row) return null;
  const { clientId, ...account } = row;
  return { account, clientId };
}

/** The live sessions of an account, the one used last first. */
export async function listLiveSessions(db: Queryable, accountRowId: string): Promise<Session[]> {
  const { rows } = await db.query<Session>({
    name: "list-live-sessions",
    text: `select s.id, s.device, s.ip, s.client_id as "clientId", s.created_at as "createdAt",
        s.last_used_at as "lastUsedAt"
      from sessions s where s.user_row_id = $1::bigint and ${IS_LIVE} order by s.last_used_at desc, s.id`,
    values: [accountRowId],
  });
  return rows;
}

/** Which sessions of an account: one, or all but one, or of these those used least lately beyond a number. */
export type SessionChoice = { only: string } | { keep: string | null; beyond?: number };

/** Ends live sessions of an account, and returns their ids. */
export async function endLiveSessions(
  client: Queryable,
  accountRowId: string,
  choice: SessionChoice,
  reason: EndReason,
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>({
    name: "end-live-sessions",
    text: `with chosen as (
        select s.id from sessions s where s.user_row_id = $1::bigint and ${IS_LIVE}
          and ($2::uuid is null or s.id = $2::uuid) and ($3::uuid is null or s.id <> $3::uuid)
        order by s.last_used_at desc, s.id offset $4::integer)
      update sessions set ended_at = now(), end_reason = $5::text
      where id in (select id from chosen) and ended_at is null returning id`,
    values: [
      accountRowId,
      "only" in choice ? choice.only : null,
      "keep" in choice ? choice.keep : null,
      "beyond" in choice ? choice.beyond : 0,
      reason,
    ],
  });
  return rows.map(({ id }) => id);
}

/** Deletes sessions that ended, or ran out, more than the given days ago; returns how many. */
export async function deleteOldSessions(db: Queryable, days: number): Promise<number> {
  const { rowCount } = await db.query({
    name: "delete-old-sessions",
    text: `delete from sessions
      where least(idle_expires_at, expires_at, ended_at) < now() - make_interval(days => $1::integer)`,
    values: [days],
  });
  return rowCount ?? 0;
}
