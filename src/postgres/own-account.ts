import type { Locale } from "../domain/locale.ts";
import { type MailStanding, mailStandingOf } from "./mail-messages.ts";
import type { Queryable } from "./pool.ts";
import { IS_LIVE } from "./sessions.ts";
import { ACCOUNT, type Account, DESCRIBED_ACCOUNT, type DescribedAccount } from "./users.ts";

/** A session, whose it is said to be, and what is believed to stand for his address. */
export type OwnAccountAsked = {
  sessionId: string;
  accountId: string;
  addressPseudonym: string | null;
};

export type OwnAccount = {
  account: DescribedAccount;
  /** Of that pseudonym, be it the account's or not. */
  isSuppressed: boolean;
  newestMail: MailStanding["newest"];
  hasEmailChange: boolean;
};

/**
 * Active accounts by sessions that are good now, each in the place where it was asked for, with what their owners are told
 * of their mail; null for every other.
 */
export async function findOwnAccounts(
  db: Queryable,
  asked: readonly OwnAccountAsked[],
): Promise<(OwnAccount | null)[]> {
  type Row = DescribedAccount & MailStanding & { place: number; hasEmailChange: boolean };
  // One plan for good, whatever the planner knew of the tables by then: behind an offset each row is looked up by its key alone
  // (a join read all live sessions), and lists of a length that it cannot see are not planned anew.
  const { rows } = await db.query<Row>({
    name: "find-own-accounts",
    text: `select asked.place::integer, ${DESCRIBED_ACCOUNT}, ${mailStandingOf("u.row_id", "asked.address_pseudonym")},
        exists (select from email_changes c where c.user_row_id = u.row_id offset 0) as "hasEmailChange"
      from unnest((select $1::uuid[]), (select $2::uuid[]), (select $3::text[])) with ordinality
        as asked (session_id, account_id, address_pseudonym, place)
      cross join lateral (select * from sessions where id = asked.session_id offset 0) s
      cross join lateral (select * from users where row_id = s.user_row_id offset 0) u
      where u.id = asked.account_id and u.status = 'active' and ${IS_LIVE}`,
    values: [
      asked.map(({ sessionId }) => sessionId),
      asked.map(({ accountId }) => accountId),
      asked.map(({ addressPseudonym }) => addressPseudonym),
    ],
  });
  const found: (OwnAccount | null)[] = asked.map(() => null);
  for (const { place, newest: newestMail, isSuppressed, hasEmailChange, ...account } of rows)
    found[place - 1] = { account, isSuppressed, newestMail, hasEmailChange };
  return found;
}

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

/** Gives an account another password. Whatever was checked against the older one, or asked for under it, is void. */
export async function setPassword(
  client: Queryable,
  change: { accountRowId: string; passwordHash: string },
): Promise<void> {
  await client.query({
    name: "set-password",
    text: `update users set password_hash = $2::text, generation = generation + 1 where row_id = $1::bigint`,
    values: [change.accountRowId, change.passwordHash],
  });
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
