import { deleteExpiredIdempotencyKeys } from "../../postgres/idempotency-keys.ts";
import { deleteOldMessages } from "../../postgres/mail-messages.ts";
import { deleteStalePendingAccounts } from "../../postgres/users.ts";
import type { Resources } from "../../resources.ts";

const MESSAGE_LIFE_DAYS = 30;

/** Deletes what has had its time: pending accounts, answers for Idempotency-Keys, old messages. Safe to repeat. */
export async function cleanUp({
  mailPool,
  config,
  log,
}: Pick<Resources, "mailPool" | "config" | "log">): Promise<void> {
  const pendingAccounts = await deleteStalePendingAccounts(mailPool, config.PENDING_LIFE_HOURS);
  const idempotencyKeys = await deleteExpiredIdempotencyKeys(mailPool);
  const messages = await deleteOldMessages(mailPool, MESSAGE_LIFE_DAYS);
  log.info({ pendingAccounts, idempotencyKeys, messages }, "cleaned up");
}
