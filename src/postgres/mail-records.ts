import { type DeadState, IS_DEAD } from "./mail-figures.ts";
import type { MailKind, MailState } from "./mail-kinds.ts";
import type { ListCursor } from "../domain/list-cursor.ts";
import type { Queryable } from "./pool.ts";

/** What became of a message, for operators. */
export type MailRecord = {
  id: string;
  kind: MailKind;
  state: MailState;
  attempts: number;
  /** Who was asked last. */
  provider: string | null;
  lastError: string | null;
  queuedAt: Date;
  settledAt: Date | null;
};

const RECORD = `m.id, m.kind, m.state, m.attempts, m.provider, m.last_error as "lastError",
  m.queued_at as "queuedAt", m.settled_at as "settledAt"`;

export type DeadLetter = MailRecord & {
  state: DeadState;
  settledAt: Date;
  /** When it settled, in whole microseconds, which a Date does not hold. */
  micros: string;
  email: string;
};

/** Dead letters after the cursor, newest first. */
export async function listDeadLetters(
  db: Queryable,
  page: { state: DeadState | null; before: ListCursor | null; limit: number },
): Promise<DeadLetter[]> {
  const { rows } = await db.query<DeadLetter>({
    name: "list-dead-letters",
    text: `select ${RECORD}, (extract(epoch from m.settled_at) * 1000000)::bigint as micros,
        coalesce(m.recipient, u.email, '') as email
      from mail_messages m left join users u on u.row_id = m.user_row_id
      where ${IS_DEAD} and ($1::text is null or m.state = $1::text)
        and ($2::bigint is null
          or (m.settled_at, m.id) < (timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3::uuid))
      order by m.settled_at desc, m.id desc limit $4::integer`,
    values: [page.state, page.before?.micros, page.before?.id, page.limit],
  });
  return rows;
}

/** The messages to an address, newest first; none when nobody has it. */
export async function listMessagesTo(
  db: Queryable,
  emailNormalised: string,
  limit: number,
): Promise<MailRecord[]> {
  const { rows } = await db.query<MailRecord>({
    name: "list-messages-to",
    // Two searches, each by an index: what is another's account goes to the address as well.
    text: `select ${RECORD} from mail_messages m where m.id in (
        select own.id from mail_messages own join users u on u.row_id = own.user_row_id
        where u.email_normalised = $1::text and own.recipient is null
        union all
        select other.id from mail_messages other where lower(other.recipient) = $1::text)
      order by m.requested_at desc, m.code_sequence desc limit $2::integer`,
    values: [emailNormalised, limit],
  });
  return rows;
}
