import type { Queryable } from "./pool.ts";
import { ACCOUNT, type Account } from "./users.ts";

type FormerAddress = Pick<Account, "email" | "emailNormalised">;

/** Keeps the way back to the address that an account leaves. */
export async function insertEmailUndo(
  client: Queryable,
  undo: FormerAddress & { tokenDigest: string; accountRowId: string; days: number },
): Promise<void> {
  await client.query({
    name: "insert-email-undo",
    text: `insert into email_undos (token_digest, user_row_id, email, email_normalised, expires_at)
      values ($1::text, $2::bigint, $3::text, $4::text, now() + make_interval(days => $5::integer))`,
    values: [undo.tokenDigest, undo.accountRowId, undo.email, undo.emailNormalised, undo.days],
  });
}

/** Holds the account that a token leads back, until the transaction ends; null when there is none. */
export async function lockAccountOfUndo(
  client: Queryable,
  tokenDigest: string,
): Promise<Account | null> {
  const { rows } = await client.query<Account>({
    name: "lock-account-of-undo",
    text: `select ${ACCOUNT} from users u
      where u.row_id = (select user_row_id from email_undos where token_digest = $1::text)
      for no key update`,
    values: [tokenDigest],
  });
  return rows[0] ?? null;
}

/** The address that a token leads back to; null when it was used, overtaken, or is too old. */
export async function findEmailUndo(
  db: Queryable,
  tokenDigest: string,
): Promise<FormerAddress | null> {
  const { rows } = await db.query<FormerAddress>({
    name: "find-email-undo",
    text: `select email, email_normalised as "emailNormalised" from email_undos
      where token_digest = $1::text and expires_at > now()`,
    values: [tokenDigest],
  });
  return rows[0] ?? null;
}

/** Ends a token, and those of later changes: whoever took the account in between must not take it back. */
export async function spendEmailUndo(client: Queryable, tokenDigest: string): Promise<void> {
  await client.query({
    name: "spend-email-undo",
    // All live equally long, so the one that ends later is the newer one.
    text: `delete from email_undos e using email_undos spent
      where spent.token_digest = $1::text and e.user_row_id = spent.user_row_id and e.expires_at >= spent.expires_at`,
    values: [tokenDigest],
  });
}

/** Deletes tokens that nobody can use any more; returns how many. */
export async function deleteExpiredEmailUndos(db: Queryable): Promise<number> {
  const { rowCount } = await db.query({
    name: "delete-expired-email-undos",
    text: "delete from email_undos where expires_at < now()",
  });
  return rowCount ?? 0;
}
