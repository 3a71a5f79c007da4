import { KEPT_RECIPIENT, RECIPIENT_NORMALISED } from "./mail-messages.ts";
import type { Queryable } from "./pool.ts";

/** Of the given messages those that are ours and whose address is still known. */
export async function findMessageAddresses(
  db: Queryable,
  messageIds: readonly string[],
): Promise<{ id: string; emailNormalised: string }[]> {
  const { rows } = await db.query<{ id: string; emailNormalised: string }>({
    name: "find-message-addresses",
    text: `select m.id, ${RECIPIENT_NORMALISED} as "emailNormalised"
      from mail_messages m left join users u on u.row_id = m.user_row_id
      where m.id = any($1::uuid[]) and ${RECIPIENT_NORMALISED} is not null`,
    values: [messageIds],
  });
  return rows;
}

export type ReturnedMail = {
  messageId: string;
  kind: "bounced" | "complained";
  addressPseudonym: string;
};

/**
 * Notes mails that came back, and puts their addresses on the suppression list, in one statement. What was handed over
 * once can come back, whatever was made of it meanwhile: one still in the queue is ended by it. Returns the ids of
 * those of which it is news; a repeat of older news changes nothing, also when an operator lifted the suppression.
 */
export async function noteReturnedMails(
  db: Queryable,
  provider: string,
  returned: readonly ReturnedMail[],
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>({
    name: "note-returned-mails",
    // In order everywhere: two batches with the same mails must not wait for each other.
    text: `with given as (
        select * from unnest($2::uuid[], $3::text[], $4::text[]) as given (id, kind, address_pseudonym)),
      news as (
        select m.id from mail_messages m join given using (id)
        where m.attempts > 0 and m.state not in ('bounced', 'complained') order by m.id for update of m),
      noted as (
        update mail_messages m set state = given.kind, last_error = $1::text || ': ' || given.kind,
          is_unclear = false, settled_at = now(), recipient = ${KEPT_RECIPIENT}
        from given join news using (id) where m.id = given.id
        returning m.id, given.kind, given.address_pseudonym),
      suppressed as (
        insert into mail_suppressions (address_pseudonym, reason, provider)
        select distinct on (address_pseudonym) address_pseudonym, kind, $1::text from noted
        order by address_pseudonym, kind on conflict (address_pseudonym) do nothing)
      select id from noted`,
    values: [
      provider,
      returned.map(({ messageId }) => messageId),
      returned.map(({ kind }) => kind),
      returned.map(({ addressPseudonym }) => addressPseudonym),
    ],
  });
  return rows.map(({ id }) => id);
}
