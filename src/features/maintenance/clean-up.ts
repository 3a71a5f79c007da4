import { deleteEventsOfNobody } from "../../postgres/account-deletion.ts";
import { deleteOldEmailChanges } from "../../postgres/email-changes.ts";
import { deleteExpiredEmailUndos } from "../../postgres/email-undos.ts";
import { deleteOldGuessBudgets } from "../../postgres/guess-budgets.ts";
import { deleteExpiredIdempotencyKeys } from "../../postgres/idempotency-keys.ts";
import { deleteOldMessages } from "../../postgres/mail-messages.ts";
import { deleteOldSuppressions } from "../../postgres/mail-suppressions.ts";
import { deleteOldResetRequests } from "../../postgres/password-reset-requests.ts";
import { deleteExpiredPasswordResets } from "../../postgres/password-resets.ts";
import { deleteOldSessions } from "../../postgres/sessions.ts";
import { deleteStalePendingAccounts } from "../../postgres/users.ts";
import { deleteOldEvents } from "../../postgres/webhook-events.ts";
import type { Resources } from "../../resources.ts";
import { settleLeases } from "./settle-leases.ts";

const MESSAGE_LIFE_DAYS = 30;
/** Of an ended session, for whoever asks what became of it. */
const ENDED_SESSION_DAYS = 30;
const EVENT_LIFE_DAYS = 30;
const GUESS_BUDGET_LIFE_DAYS = 400;
/** One whose job did not run for that long helps nobody any more. */
const RESET_REQUEST_LIFE_HOURS = 1;
/** So long an operator can send its mail again. */
const EXPIRED_RESET_LIFE_DAYS = 1;
/** Longer than Redis keeps their codes. */
const EMAIL_CHANGE_LIFE_HOURS = 24;

/** Deletes what has had its time, and settles what dead codes left open. Safe to repeat. */
export async function cleanUp(
  resources: Pick<Resources, "mailPool" | "codes" | "config" | "log">,
): Promise<void> {
  const { mailPool, config, log } = resources;
  const pendingAccounts = await deleteStalePendingAccounts(mailPool, config.PENDING_LIFE_HOURS);
  const idempotencyKeys = await deleteExpiredIdempotencyKeys(mailPool);
  const messages = await deleteOldMessages(mailPool, MESSAGE_LIFE_DAYS);
  const events = await deleteOldEvents(mailPool, EVENT_LIFE_DAYS);
  const guessBudgets = await deleteOldGuessBudgets(mailPool, GUESS_BUDGET_LIFE_DAYS);
  const suppressions = await deleteOldSuppressions(mailPool, config.EMAIL_SUPPRESSION_DAYS);
  const sessions = await deleteOldSessions(mailPool, ENDED_SESSION_DAYS);
  const resetRequests = await deleteOldResetRequests(mailPool, RESET_REQUEST_LIFE_HOURS);
  const passwordResets = await deleteExpiredPasswordResets(mailPool, EXPIRED_RESET_LIFE_DAYS);
  log.info(
    {
      pendingAccounts,
      idempotencyKeys,
      messages,
      events,
      guessBudgets,
      suppressions,
      sessions,
      resetRequests,
      passwordResets,
    },
    "cleaned up",
  );
  const emailChanges = await deleteOldEmailChanges(mailPool, EMAIL_CHANGE_LIFE_HOURS);
  const emailUndos = await deleteExpiredEmailUndos(mailPool);
  const eventsOfNobody = await deleteEventsOfNobody(mailPool);
  log.info({ emailChanges, emailUndos, eventsOfNobody }, "cleaned up after changes of accounts");
  // Last, because it alone needs Redis.
  log.info({ leases: await settleLeases(resources) }, "settled guess budgets");
}
