import type { MailState } from "./mail-kinds.ts";
import type { Queryable } from "./pool.ts";

/** The new address that an account asked for. */
export type EmailChange = {
  /** Another one with each address. */
  id: string;
  accountRowId: string;
  accountId: string;
  email: string;
  emailNormalised: string;
  /** The account's when it was asked for; void once the account has another. */
  generation: number;
  isVoid: boolean;
  /** The number of the newest code asked for, and when. */
  codeSequence: number;
  codeRequestedAt: Date;
  codeAgeMs: number;
  /** The message that carries the code, or tells whose address it is. */
  messageId: string;
  /** How that message stands; null when it is gone. */
  mailState: MailState | null;
  confirmedAt: Date | null;
};

const CHANGE = `c.id, c.user_row_id as "accountRowId", u.id as "accountId", c.email,
  c.email_normalised as "emailNormalised", c.generation, c.generation <> u.generation as "isVoid",
  c.code_sequence as "codeSequence", c.requested_at as "codeRequestedAt",
  (extract(epoch from now() - c.requested_at) * 1000)::float8 as "codeAgeMs", c.message_id as "messageId",
  (select m.state from mail_messages m where m.id = c.message_id) as "mailState", c.confirmed_at as "confirmedAt"`;

/** The newest change an account asked for, confirmed or not; null without one. */
export async function findEmailChange(
  db: Queryable,
  accountRowId: string,
): Promise<EmailChange | null> {
  const { rows } = await db.query<EmailChange>({
    name: "find-email-change",
    text: `select ${CHANGE} from email_changes c join users u on u.row_id = c.user_row_id
      where c.user_row_id = $1::bigint`,
    values: [accountRowId],
  });
  return rows[0] ?? null;
}

/** The change whose newest message this is and that still waits for its code; null otherwise. */
export async function findChangeOfMessage(
  db: Queryable,
  messageId: string,
): Promise<EmailChange | null> {
  const { rows } = await db.query<EmailChange>({
    name: "find-change-of-message",
    text: `select ${CHANGE} from email_changes c join users u on u.row_id = c.user_row_id
      where c.message_id = $1::uuid and c.generation = u.generation and c.confirmed_at is null`,
    values: [messageId],
  });
  return rows[0] ?? null;
}

export type NewEmailChange = Pick<
  EmailChange,
  "id" | "accountRowId" | "email" | "emailNormalised" | "generation" | "messageId"
>;

/**
 * Writes what an account asks for in place of what it asked for before, with the next code number. The same address
 * keeps its id, so that its older code is good until the newer one is sent.
 */
export async function writeEmailChange(
  client: Queryable,
  change: NewEmailChange,
): Promise<Pick<EmailChange, "codeSequence" | "codeRequestedAt">> {
  const { rows } = await client.query<Pick<EmailChange, "codeSequence" | "codeRequestedAt">>({
    name: "write-email-change",
    text: `insert into email_changes as old (user_row_id, id, email, email_normalised, generation, message_id)
      values ($1::bigint, $2::uuid, $3::text, $4::text, $5::integer, $6::uuid)
      on conflict (user_row_id) do update set
        id = case when old.email = excluded.email and old.confirmed_at is null then old.id else excluded.id end,
        email = excluded.email, email_normalised = excluded.email_normalised, generation = excluded.generation,
        message_id = excluded.message_id, code_sequence = old.code_sequence + 1, requested_at = now(),
        confirmed_at = null
      returning code_sequence as "codeSequence", requested_at as "codeRequestedAt"`,
    values: [
      change.accountRowId,
      change.id,
      change.email,
      change.emailNormalised,
      change.generation,
      change.messageId,
    ],
  });
  if (!rows[0]) throw new Error("an upsert returned nothing");
  return rows[0];
}

/** Marks a change as made; it stays for a while, because the answer may be lost and the code come again. */
export async function settleEmailChange(client: Queryable, accountRowId: string): Promise<void> {
  await client.query({
    name: "settle-email-change",
    text: "update email_changes set confirmed_at = now() where user_row_id = $1::bigint",
    values: [accountRowId],
  });
}

/** Forgets what an account asked for. Only together with a new generation: its code numbers begin anew. */
export async function deleteEmailChange(client: Queryable, accountRowId: string): Promise<void> {
  await client.query({
    name: "delete-email-change",
    text: "delete from email_changes where user_row_id = $1::bigint",
    values: [accountRowId],
  });
}

/** Deletes changes older than the given hours, when Redis has long forgotten their codes; returns how many. */
export async function deleteOldEmailChanges(db: Queryable, hours: number): Promise<number> {
  const { rowCount } = await db.query({
    name: "delete-old-email-changes",
    text: "delete from email_changes where requested_at < now() - make_interval(hours => $1::integer)",
    values: [hours],
  });
  return rowCount ?? 0;
}
