import type { Locale } from "../domain/locale.ts";
import type { Queryable } from "./pool.ts";
import { ACCOUNT, type Account } from "./users.ts";

/** What its owner changes of his account; what is not there stays. */
export type ProfileChange = {
  username?: { written: string; normalised: string } | null;
  locale?: Locale;
};

/** The index that decides who has a username. */
export const USERNAME_INDEX = "users_username_normalised_key";
/** The index that decides who has an address. */
export const EMAIL_INDEX = "users_email_normalised_key";

/**
 * Changes the profile of an active account; null when it is none any more. Violates USERNAME_INDEX when somebody else
 * has the username.
 */
export async function updateProfile(
  client: Queryable,
  accountRowId: string,
  { username, locale }: ProfileChange,
): Promise<Account | null> {
  const { rows } = await client.query<Account>({
    name: "update-profile",
    text: `update users u set
        username = case when $2::boolean then $3::text else u.username end,
        username_normalised = case when $2::boolean then $4::text else u.username_normalised end,
        locale = coalesce($5::text, u.locale)
      where u.row_id = $1::bigint and u.status = 'active' returning ${ACCOUNT}`,
    values: [
      accountRowId,
      username !== undefined,
      username?.written ?? null,
      username?.normalised ?? null,
      locale ?? null,
    ],
  });
  return rows[0] ?? null;
}

type Address = Pick<Account, "email" | "emailNormalised">;

/**
 * Makes an address free for an account: a pending one that holds it goes, because nobody proved it. Returns false when
 * another account has it for good. In a transaction.
 */
export async function freeAddress(
  client: Queryable,
  of: { accountRowId: string; emailNormalised: string },
): Promise<boolean> {
  await client.query({
    name: "delete-pending-holder",
    text: "delete from users where email_normalised = $1::text and status = 'pending'",
    values: [of.emailNormalised],
  });
  const { rowCount } = await client.query({
    name: "find-other-holder",
    text: "select from users where email_normalised = $1::text and row_id <> $2::bigint",
    values: [of.emailNormalised, of.accountRowId],
  });
  return rowCount === 0;
}

/**
 * Moves an account to an address that is free; whatever was checked or asked for before is void. Its mail of earlier
 * stays with the address it was meant for. Violates EMAIL_INDEX when somebody registers the address at the same moment.
 */
export async function moveAccount(
  client: Queryable,
  from: Pick<Account, "rowId" | "email">,
  to: Address,
): Promise<Account> {
  await client.query({
    name: "keep-recipients",
    text: "update mail_messages set recipient = $2::text where user_row_id = $1::bigint and recipient is null",
    values: [from.rowId, from.email],
  });
  const { rows } = await client.query<Account>({
    name: "move-account",
    text: `update users u set email = $2::text, email_normalised = $3::text, generation = u.generation + 1
      where u.row_id = $1::bigint returning ${ACCOUNT}`,
    values: [from.rowId, to.email, to.emailNormalised],
  });
  if (!rows[0]) throw new Error("an account that is held is gone");
  return rows[0];
}
