import type { Locale } from "../domain/locale.ts";
import type { OtpAccount, OtpScope } from "../domain/otp.ts";
import { traceparent } from "../tracing/tracing.ts";
import { addMailJob } from "./mail-jobs.ts";
import type { Queryable } from "./pool.ts";

/** A code to be sent to an address, whoever has it. */
export type NewOtpRequest = OtpScope & {
  messageId: string;
  email: string;
  expiresAtMs: number;
  locale: Locale;
};

/** Writes a request, its message and the job, once: a repeat with the same message changes nothing. */
export async function queueOtp(db: Queryable, request: NewOtpRequest): Promise<void> {
  await db.query({
    name: "queue-otp",
    text: `with message as (
        insert into mail_messages (id, user_row_id, kind, code_sequence, locale, recipient)
        values ($1::uuid, null, 'otp_code', 0, $2::text, $3::text) on conflict (id) do nothing returning id, kind),
      request as (
        insert into otp_requests (message_id, purpose, audience, expires_at)
        select id, $4::text, $5::text, to_timestamp($6::bigint / 1000.0) from message)
      ${addMailJob("$7::text")}`,
    values: [
      request.messageId,
      request.locale,
      request.email,
      request.purpose,
      request.audience,
      request.expiresAtMs,
      traceparent(),
    ],
  });
}

export type OtpRequest = OtpScope & {
  expiresAtMs: number;
  /** The account that has the address now, unless it is pending: nobody proved that. */
  account: OtpAccount | null;
};

/** What the code of a message is for, and whose account its address has; null when it is gone. */
export async function findOtpRequest(
  db: Queryable,
  of: { messageId: string; emailNormalised: string },
): Promise<OtpRequest | null> {
  const { rows } = await db.query<OtpRequest>({
    name: "find-otp-request",
    text: `select r.purpose, r.audience, (extract(epoch from r.expires_at) * 1000)::float8 as "expiresAtMs",
        case when u.id is not null then json_build_object('id', u.id, 'status', u.status) end as account
      from otp_requests r
      left join users u on u.email_normalised = $2::text and u.status <> 'pending'
      where r.message_id = $1::uuid`,
    values: [of.messageId, of.emailNormalised],
  });
  return rows[0] ?? null;
}

/**
 * Makes the codes that were sent to an address those of the account that leaves it: they go with it then. In a transaction.
 */
export async function adoptOtpMessages(
  client: Queryable,
  by: { accountRowId: string; emailNormalised: string },
): Promise<void> {
  await client.query({
    name: "adopt-otp-messages",
    text: `update mail_messages set user_row_id = $1::bigint
      where lower(recipient) = $2::text and kind = 'otp_code' and user_row_id is null`,
    values: [by.accountRowId, by.emailNormalised],
  });
}

/** Deletes the codes that were asked for to be sent to an address, whoever asked. In a transaction. */
export async function deleteOtpMessages(client: Queryable, emailNormalised: string): Promise<void> {
  await client.query({
    name: "delete-otp-messages",
    text: "delete from mail_messages where lower(recipient) = $1::text and kind = 'otp_code'",
    values: [emailNormalised],
  });
}
