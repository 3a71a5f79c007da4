import type { FeedbackEvent } from "../../email/feedback/feedback.ts";
import { pseudonym } from "../../keys.ts";
import {
  type ReturnedMail,
  findMessageAddresses,
  noteReturnedMails,
} from "../../postgres/mail-feedback.ts";
import { attempt } from "../../postgres/pool.ts";
import type { Resources } from "../../resources.ts";

/**
 * Writes down what a provider says became of mails. Events of mails that are not ours do nothing; neither do repeats,
 * in whatever order they come. Throws UnavailableError when Postgres is away: the provider has to say it again.
 */
export async function applyFeedback(
  { pool, keys, metrics, log }: Pick<Resources, "pool" | "keys" | "metrics" | "log">,
  provider: string,
  events: readonly FeedbackEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const count = (event: string, by: number): void => {
    if (by > 0) metrics.mailFeedback.inc({ provider, event }, by);
  };
  const messageIds = [...new Set(events.map(({ messageId }) => messageId))];
  const found = await attempt(() => findMessageAddresses(pool, messageIds));
  const addresses = new Map(found.map(({ id, emailNormalised }) => [id, emailNormalised]));
  const known = events.filter(({ messageId }) => addresses.has(messageId));

  // One for a message: of two in a batch the first counts.
  const returned = new Map<string, ReturnedMail>();
  for (const { messageId, kind } of known)
    if (kind !== "soft_bounced" && !returned.has(messageId))
      returned.set(messageId, {
        messageId,
        kind,
        addressPseudonym: pseudonym(keys.address, addresses.get(messageId) ?? ""),
      });
  const noted =
    returned.size === 0
      ? []
      : await attempt(() => noteReturnedMails(pool, provider, [...returned.values()]));

  const soft = known.filter(({ kind }) => kind === "soft_bounced").length;
  count("soft_bounced", soft);
  count("unknown", events.length - known.length);
  count("repeated", known.length - soft - noted.length);
  for (const id of noted) {
    const event = returned.get(id)?.kind ?? "bounced";
    count(event, 1);
    log.info({ message_id: id, provider, event }, "mail came back");
  }
}
