import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { type Keys, pseudonym } from "../../src/keys.ts";
import type { MailKind, MailState } from "../../src/postgres/mail-kinds.ts";
import { type Person, newPerson } from "./client.ts";

type NewMail = {
  kind?: MailKind;
  state?: MailState;
  /** How long ago it ended; whole milliseconds. */
  settledAgoMs?: number;
  attempts?: number;
  lastError?: string;
};

type Db = Pick<Pool, "query">;

/** Somebody with a pending account, and one message to him as if the mail job had left it so. */
export async function insertMail(
  db: Db,
  {
    kind = "activation_code",
    state = "expired",
    settledAgoMs = 0,
    attempts = 3,
    ...mail
  }: NewMail = {},
): Promise<{ person: Person; messageId: string }> {
  const person = newPerson();
  const messageId = randomUUID();
  await db.query(
    `with account as (
       insert into users (id, email, email_normalised, password_hash) values ($1, $2, $2, 'none') returning row_id)
     insert into mail_messages (id, user_row_id, kind, code_sequence, state, attempts, provider, last_error, settled_at,
       queued_at)
     select $3, row_id, $4, 1, $5, $6, 'http', $7,
       case when $5 <> 'queued' then now() - $8 * interval '1 ms' end, now() - ($8 + 1000) * interval '1 ms'
     from account`,
    [
      randomUUID(),
      person.email,
      messageId,
      kind,
      state,
      attempts,
      mail.lastError ?? "http: answered 503",
      settledAgoMs,
    ],
  );
  return { person, messageId };
}

export type MailRow = {
  state: MailState;
  attempts: number;
  settled_at: Date | null;
  fresh: boolean;
};

/** How a message stands, with whether it was queued in the last five seconds. */
export async function mailRow(db: Db, messageId: string): Promise<MailRow | undefined> {
  const { rows } = await db.query<MailRow>(
    `select state, attempts, settled_at, queued_at > now() - interval '5 s' as fresh
     from mail_messages where id = $1`,
    [messageId],
  );
  return rows[0];
}

/** Puts an address on the list of those that nothing is sent to; returns its pseudonym. */
export async function suppress(
  { pool, keys }: { pool: Db; keys: Pick<Keys, "address"> },
  email: string,
): Promise<string> {
  const address = pseudonym(keys.address, email);
  await pool.query(
    `insert into mail_suppressions (address_pseudonym, reason, provider) values ($1, 'bounced', 'http')`,
    [address],
  );
  return address;
}

/** The id of the newest message to an address. Throws when there is none. */
export async function messageOf(db: Db, email: string): Promise<string> {
  const { rows } = await db.query<{ id: string }>(
    `select m.id from mail_messages m join users u on u.row_id = m.user_row_id
     where u.email = $1 order by m.code_sequence desc limit 1`,
    [email],
  );
  if (!rows[0]) throw new Error("there is no message");
  return rows[0].id;
}
