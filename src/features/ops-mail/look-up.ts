import type { EmailAddress } from "../../domain/email-address.ts";
import { pseudonym } from "../../keys.ts";
import { type MailRecord, listMessagesTo } from "../../postgres/mail-records.ts";
import { type Suppression, findSuppression } from "../../postgres/mail-suppressions.ts";
import { attempt } from "../../postgres/pool.ts";
import type { Resources } from "../../resources.ts";

const MESSAGES_MAX = 20;

/**
 * The newest messages to an address, and why nothing is sent to it any more, if so. Writes nothing. Throws
 * UnavailableError when Postgres is away.
 */
export async function lookUp(
  { pool, keys }: Pick<Resources, "pool" | "keys">,
  { normalised }: EmailAddress,
): Promise<{ messages: MailRecord[]; suppression: Suppression | null }> {
  const [messages, suppression] = await Promise.all([
    attempt(() => listMessagesTo(pool, normalised, MESSAGES_MAX)),
    attempt(() => findSuppression(pool, pseudonym(keys.address, normalised))),
  ]);
  return { messages, suppression };
}
