import { mintLinkToken } from "../../domain/link-token.ts";
import type { QueuedMessage } from "../../postgres/mail-messages.ts";
import { startPasswordReset } from "../../postgres/password-resets.ts";
import type { Resources } from "../../resources.ts";
import { pageLink } from "./page-link.ts";

type LinkResources = Pick<Resources, "mailPool" | "keys" | "config" | "mailer">;

/**
 * The link of a message, good for the time of the send and its full life; null when it is of no use any more: another
 * one was used meanwhile, or the account is not active.
 */
export async function prepareResetLink(
  { mailPool, keys, config, mailer }: LinkResources,
  { id: messageId }: Pick<QueuedMessage, "id">,
): Promise<{ link: string; ttlMs: number } | null> {
  const ttlMs = config.RESET_LIFE_MINUTES * 60_000;
  const lifeMs = ttlMs + mailer.longestMs;
  if (!(await startPasswordReset(mailPool, { messageId, lifeMs }))) return null;
  const token = mintLinkToken(keys.linkMint, messageId);
  return { link: pageLink(config.PUBLIC_URL, "reset", { token }), ttlMs };
}

/** Starts the life of a message's link: the provider accepted the mail. */
export async function startResetLife(
  { mailPool, config }: Pick<LinkResources, "mailPool" | "config">,
  { id: messageId }: Pick<QueuedMessage, "id">,
): Promise<void> {
  await startPasswordReset(mailPool, { messageId, lifeMs: config.RESET_LIFE_MINUTES * 60_000 });
}
