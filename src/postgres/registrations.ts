import type { Locale } from "../domain/locale.ts";
import { traceparent } from "../tracing/tracing.ts";
import type { Origin } from "./audit-entries.ts";
import { addMailJob } from "./mail-jobs.ts";
import type { Queryable } from "./pool.ts";
import { ACCOUNT, type Account } from "./users.ts";
import { accountEvent, addEventJob } from "./webhook-events.ts";

export type NewRegistration = Pick<
  Account,
  "id" | "email" | "emailNormalised" | "passwordHash" | "locale"
> & {
  messageId: string;
  addressPseudonym: string;
  origin: Origin;
  /** Null when nobody is told of it. */
  eventId: string | null;
  /** Keeps the answer for a repeat, when the request came with an Idempotency-Key. */
  idempotency: { keyDigest: string; response: unknown } | null;
};

/** What an account is written to, by its status. */
const MAIL_KIND = "case status when 'pending' then 'activation_code' else 'already_registered' end";

/**
 * Writes a registration whole, in one statement: a pending account, or a pending one made anew (id, password,
 * generation), so that nothing of the older registration is of use. An active one stays as it is and gets a notice
 * instead of a code, by the same writes and in the same time; that somebody tried is written down of it.
 */
export async function writeRegistration(
  db: Queryable,
  registration: NewRegistration,
): Promise<void> {
  await db.query({
    name: "write-registration",
    text: `with registered as (
        insert into users as old (id, email, email_normalised, password_hash, locale, registration_id)
        values ($1::uuid, $2::text, $3::text, $4::text, $8::text, $1::uuid)
        on conflict (email_normalised) do update set
          id = case old.status when 'pending' then excluded.id else old.id end,
          email = case old.status when 'pending' then excluded.email else old.email end,
          password_hash = case old.status when 'pending' then excluded.password_hash else old.password_hash end,
          locale = case old.status when 'pending' then excluded.locale else old.locale end,
          created_at = case old.status when 'pending' then excluded.created_at else old.created_at end,
          generation = old.generation + case old.status when 'pending' then 1 else 0 end,
          code_sequence = old.code_sequence + 1,
          code_requested_at = excluded.code_requested_at,
          registration_id = excluded.registration_id,
          registration_sequence = old.code_sequence + 1
        returning row_id, id, email, username, role, status, code_sequence, locale),
      audited as (
        insert into audit_entries (action, actor_kind, account_id, address_pseudonym, ip, request_id, details)
        select 'user.registered', 'anonymous', id, $10::text, $11::text, $12::text, jsonb_build_object('status', status)
        from registered),
      settled as (
        update idempotency_keys set response = $7::jsonb where key_digest = $6::text),
      message as (
        insert into mail_messages (id, user_row_id, kind, code_sequence, locale)
        select $5::uuid, row_id, ${MAIL_KIND}, code_sequence, locale
        from registered returning id, kind),
      ${accountEvent("user.registered", { account: "registered", id: "$9::uuid", when: "a.status = 'pending'" })}
      ${addMailJob("$13::text")} union all ${addEventJob("$13::text")}`,
    values: [
      registration.id,
      registration.email,
      registration.emailNormalised,
      registration.passwordHash,
      registration.messageId,
      registration.idempotency?.keyDigest ?? null,
      registration.idempotency ? JSON.stringify(registration.idempotency.response) : null,
      registration.locale,
      registration.eventId,
      registration.addressPseudonym,
      registration.origin.ip,
      registration.origin.requestId,
      traceparent(),
    ],
  });
}

/**
 * Queues the next mail of a registration, in one statement: a fresh code for a pending account, or a word in its place.
 * Returns the number it took; null when the account is not as it was read: another request took the number, it was
 * registered anew, or activated.
 */
export async function queueNextMail(
  db: Queryable,
  account: Pick<Account, "id" | "generation" | "codeSequence" | "status">,
  message: { id: string; locale: Locale },
): Promise<Pick<Account, "codeSequence" | "codeRequestedAt"> | null> {
  const { rows } = await db.query<Pick<Account, "codeSequence" | "codeRequestedAt">>({
    name: "queue-next-mail",
    // The number that was read is part of the condition: of two requests at once one wins.
    text: `with taken as (
        update users set code_sequence = code_sequence + 1, code_requested_at = now()
        where id = $1::uuid and generation = $2::integer and code_sequence = $3::integer
          and (status = 'pending') = ($4::text = 'pending')
        returning row_id, status, code_sequence, code_requested_at),
      message as (
        insert into mail_messages (id, user_row_id, kind, code_sequence, locale)
        select $5::uuid, row_id, ${MAIL_KIND}, code_sequence, $6::text from taken returning id, kind)
      select code_sequence as "codeSequence", code_requested_at as "codeRequestedAt", (${addMailJob("$7::text")}) as job
      from taken`,
    values: [
      account.id,
      account.generation,
      account.codeSequence,
      account.status,
      message.id,
      message.locale,
      traceparent(),
    ],
  });
  const [taken] = rows;
  return taken
    ? { codeSequence: taken.codeSequence, codeRequestedAt: taken.codeRequestedAt }
    : null;
}

/** An account as a registration of its address finds it, which need not be the one that it was made by. */
export type RegisteredAccount = Account & {
  /** The newest registration of its address; null of one that is older than the pages. */
  registrationId: string | null;
  /** The number of the first code that was asked for by it. */
  registrationSequence: number;
};

/** The account of an address, and the newest registration of that; null when nobody has it. */
export async function findRegisteredAccount(
  db: Queryable,
  emailNormalised: string,
): Promise<RegisteredAccount | null> {
  const { rows } = await db.query<RegisteredAccount>({
    name: "find-registered-account",
    text: `select ${ACCOUNT}, u.registration_id as "registrationId",
        u.registration_sequence as "registrationSequence"
      from users u where u.email_normalised = $1::text`,
    values: [emailNormalised],
  });
  return rows[0] ?? null;
}
