import type { Queryable } from "./pool.ts";
import { ACCOUNT, type Account } from "./users.ts";

export type NewPasswordReset = {
  tokenDigest: string;
  /** The message that carries the token. */
  messageId: string;
  accountRowId: string;
  lifeMs: number;
};

const LIFE_FROM_NOW = "now() + make_interval(secs => $2::integer / 1000.0)";

/** Keeps the digest of a link's token. */
export async function insertPasswordReset(
  client: Queryable,
  { tokenDigest, messageId, accountRowId, lifeMs }: NewPasswordReset,
): Promise<void> {
  await client.query({
    name: "insert-password-reset",
    text: `insert into password_resets (token_digest, message_id, user_row_id, expires_at)
      values ($1::text, $3::uuid, $4::bigint, ${LIFE_FROM_NOW})`,
    values: [tokenDigest, lifeMs, messageId, accountRowId],
  });
}

/** Lets the life of a message's token begin now. Returns false when it is taken, or its account is not active. */
export async function startPasswordReset(
  db: Queryable,
  { messageId, lifeMs }: Pick<NewPasswordReset, "messageId" | "lifeMs">,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: "start-password-reset",
    text: `update password_resets r set expires_at = ${LIFE_FROM_NOW}
      from users u where r.message_id = $1::uuid and u.row_id = r.user_row_id and u.status = 'active'`,
    values: [messageId, lifeMs],
  });
  return rowCount === 1;
}

/** The account that a live token is for, which is active; null otherwise. */
export async function findAccountByReset(
  db: Queryable,
  tokenDigest: string,
): Promise<Account | null> {
  const { rows } = await db.query<Account>({
    name: "find-account-by-reset",
    text: `select ${ACCOUNT} from password_resets r join users u on u.row_id = r.user_row_id
      where r.token_digest = $1::text and r.expires_at > now() and u.status = 'active'`,
    values: [tokenDigest],
  });
  return rows[0] ?? null;
}

/** Uses a live token up. Returns false when there is none: of many at once, one gets true. */
export async function takePasswordReset(client: Queryable, tokenDigest: string): Promise<boolean> {
  const { rowCount } = await client.query({
    name: "take-password-reset",
    text: "delete from password_resets where token_digest = $1::text and expires_at > now()",
    values: [tokenDigest],
  });
  return rowCount === 1;
}

/** Voids all tokens of an account: whatever else changed its password, or its address, did so too. */
export async function deletePasswordResets(client: Queryable, accountRowId: string): Promise<void> {
  await client.query({
    name: "delete-password-resets",
    text: "delete from password_resets where user_row_id = $1::bigint",
    values: [accountRowId],
  });
}

/** Deletes tokens that expired the given days ago; returns how many. */
export async function deleteExpiredPasswordResets(db: Queryable, days: number): Promise<number> {
  const { rowCount } = await db.query({
    name: "delete-expired-password-resets",
    text: "delete from password_resets where expires_at < now() - make_interval(days => $1::integer)",
    values: [days],
  });
  return rowCount ?? 0;
}
