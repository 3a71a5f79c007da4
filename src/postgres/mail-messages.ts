import type { Locale } from "../domain/locale.ts";
import { traceparent } from "../tracing/tracing.ts";
import { addMailJob, jobOfMessage } from "./mail-jobs.ts";
import type { MailKind, MailState } from "./mail-kinds.ts";
import type { Queryable } from "./pool.ts";
import type { AccountStatus } from "./users.ts";

/** Where a message goes, of mail_messages as m and the account's users as u; addresses are in ASCII. */
export const RECIPIENT_NORMALISED = "coalesce(lower(m.recipient), u.email_normalised)";

export type NewMessage = {
  id: string;
  /** Null for a farewell, whose account is gone. */
  accountRowId: string | null;
  kind: MailKind;
  /** The number of an activation code; 0 for what has none. */
  codeSequence: number;
  locale: Locale;
  /** Where it goes when that is not the account's own address. */
  recipient?: string;
};

/** Of a settled message: nobody is left whose farewell it was; what came back of any other is noted for its address. */
export const KEPT_RECIPIENT = "case when m.kind <> 'account_deleted' then m.recipient end";

/** Writes a message and its job. In the caller's transaction both are there, or none is. */
export async function queueMessage(db: Queryable, message: NewMessage): Promise<void> {
  await db.query({
    name: "queue-message",
    text: `with message as (
        insert into mail_messages (id, user_row_id, kind, code_sequence, locale, recipient)
        values ($1::uuid, $2::bigint, $3::text, $4::integer, $5::text, $6::text) returning id, kind)
      ${addMailJob("$7::text")}`,
    values: [
      message.id,
      message.accountRowId,
      message.kind,
      message.codeSequence,
      message.locale,
      message.recipient ?? null,
      traceparent(),
    ],
  });
}

/**
 * Notes that a provider is about to be asked, before it is: whatever happens then, no attempt goes uncounted. Returns
 * false when the message is settled.
 */
export async function beginAttempt(
  db: Queryable,
  attempt: { messageId: string; provider: string },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: "begin-attempt",
    text: `update mail_messages set attempts = attempts + 1, provider = $2::text, is_unclear = true
      where id = $1::uuid and state = 'queued'`,
    values: [attempt.messageId, attempt.provider],
  });
  return rowCount === 1;
}

/** Puts a message's job back for later, in place of the one that runs now, and notes what went wrong. */
export async function requeueMessage(
  db: Queryable,
  retry: { messageId: string; delayMs: number; error: string; isUnclear: boolean },
): Promise<void> {
  await db.query({
    name: "requeue-message",
    text: `with message as (
        update mail_messages set last_error = $3::text, is_unclear = $4::boolean
        where id = $1::uuid and state = 'queued' returning id, kind)
      ${jobOfMessage("$5::text", "run_at => now() + make_interval(secs => $2::integer / 1000.0)")}`,
    values: [retry.messageId, retry.delayMs, retry.error, retry.isUnclear, traceparent()],
  });
}

export type QueuedMessage = {
  id: string;
  kind: MailKind;
  codeSequence: number;
  attempts: number;
  ageMs: number;
  accountRowId: string;
  accountId: string;
  /** Where it goes, which may not be the account's address. */
  email: string;
  emailNormalised: string;
  /** Deleted: it is of no account, but of its recipient alone. A farewell is, and a passwordless code. */
  status: AccountStatus | "deleted";
  generation: number;
  /** The account's newest code number: a message of an older one is not sent. */
  newestCodeSequence: number;
  /** The number of the first code of the newest registration of its address. */
  registrationSequence: number;
  locale: Locale;
  /** Who may have accepted it already, without our knowing. */
  unclearProvider: string | null;
};

const NOBODY = "00000000-0000-0000-0000-000000000000";

/** A message that still waits, with what its text needs of the account; null once it is settled or deleted. */
export async function findQueuedMessage(db: Queryable, id: string): Promise<QueuedMessage | null> {
  const { rows } = await db.query<QueuedMessage>({
    name: "find-queued-message",
    text: `select m.id, m.kind, m.code_sequence as "codeSequence", m.attempts,
        (extract(epoch from now() - m.queued_at) * 1000)::float8 as "ageMs", m.locale,
        case when m.is_unclear then m.provider end as "unclearProvider",
        coalesce(u.row_id, 0) as "accountRowId", coalesce(u.id, '${NOBODY}') as "accountId",
        coalesce(m.recipient, u.email) as email, ${RECIPIENT_NORMALISED} as "emailNormalised",
        coalesce(u.status, 'deleted') as status, coalesce(u.generation, 0) as generation,
        coalesce(u.code_sequence, 0) as "newestCodeSequence",
        coalesce(u.registration_sequence, 0) as "registrationSequence"
      from mail_messages m left join users u on u.row_id = m.user_row_id
      where m.id = $1::uuid and m.state = 'queued'`,
    values: [id],
  });
  return rows[0] ?? null;
}

export type Settled = {
  attempts: number;
  /** Since it was queued, or queued again. */
  waitMs: number;
};

/** Ends a message. Returns null when it was ended before. */
export async function settleMessage(
  db: Queryable,
  settled: { messageId: string; state: Exclude<MailState, "queued">; error?: string },
): Promise<Settled | null> {
  const { rows } = await db.query<Settled>({
    name: "settle-message",
    // Of one that is too old, why nobody took it is kept; and who may have, to ask him first when it is sent again.
    text: `update mail_messages m set state = $2::text,
        last_error = case $2::text when 'expired' then coalesce(last_error, $3::text) else $3::text end,
        is_unclear = is_unclear and $2::text = 'expired', settled_at = now(), recipient = ${KEPT_RECIPIENT},
        accepted_at = case $2::text when 'sent' then now() end
      where id = $1::uuid and state = 'queued'
      returning attempts, (extract(epoch from now() - queued_at) * 1000)::float8 as "waitMs"`,
    values: [settled.messageId, settled.state, settled.error ?? null],
  });
  return rows[0] ?? null;
}

export type MailStanding = {
  /** The state of the newest message; null when there is none. */
  newest: MailState | null;
  isSuppressed: boolean;
};

/** The columns of that, for an account and the pseudonym of its address; the offset keeps plans from reading all of them. */
export const mailStandingOf = (accountRowId: string, addressPseudonym: string): string =>
  `exists (select from mail_suppressions where address_pseudonym = ${addressPseudonym} offset 0) as "isSuppressed",
  (select state from mail_messages where user_row_id = ${accountRowId} and recipient is null
    order by code_sequence desc limit 1) as newest`;

/** How the mail of an account stands: its newest message to its own address, and whether that may have any. */
export async function findMailStanding(
  db: Queryable,
  of: { accountRowId: string; addressPseudonym: string },
): Promise<MailStanding> {
  const { rows } = await db.query<MailStanding>({
    name: "find-mail-standing",
    text: `select ${mailStandingOf("$1::bigint", "$2::text")}`,
    values: [of.accountRowId, of.addressPseudonym],
  });
  return rows[0] ?? { newest: null, isSuppressed: false };
}

/** Deletes messages older than the given days; returns how many. */
export async function deleteOldMessages(db: Queryable, days: number): Promise<number> {
  const { rowCount } = await db.query({
    name: "delete-old-messages",
    text: "delete from mail_messages where requested_at < now() - make_interval(days => $1::integer)",
    values: [days],
  });
  return rowCount ?? 0;
}
