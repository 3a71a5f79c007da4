import { pseudonym } from "../../src/keys.ts";
import type { MailState } from "../../src/postgres/mail-kinds.ts";
import type { Person } from "./client.ts";
import type { TestService } from "./service.ts";

export type StoredMessage = { id: string; state: MailState; attempts: number };

/** The newest message to somebody, as it is in Postgres. */
export async function newestMessage(
  { resources }: Pick<TestService, "resources">,
  { email }: Person,
): Promise<StoredMessage> {
  const { rows } = await resources.pool.query<StoredMessage>(
    `select m.id, m.state, m.attempts from mail_messages m join users u on u.row_id = m.user_row_id
     where u.email = $1 order by m.code_sequence desc limit 1`,
    [email],
  );
  if (!rows[0]) throw new Error("there is no message");
  return rows[0];
}

/** By what name somebody's address is on the suppression list. */
export const pseudonymOf = (
  { resources }: Pick<TestService, "resources">,
  { email }: Person,
): string => pseudonym(resources.keys.address, email.toLowerCase());
