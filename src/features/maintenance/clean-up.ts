import { deleteOldEmailChanges } from "../../postgres/email-changes.ts";
import { deleteExpiredEmailUndos } from "../../postgres/email-undos.ts";
import { deleteOldAuditEntries } from "../../postgres/audit-trail.ts";
import { deleteOldGuessBudgets } from "../../postgres/guess-budgets.ts";
import { deleteExpiredIdempotencyKeys } from "../../postgres/idempotency-keys.ts";
import { deleteOldMessages } from "../../postgres/mail-messages.ts";
import { deleteOldSuppressions } from "../../postgres/mail-suppressions.ts";
import { deleteOldResetRequests } from "../../postgres/password-reset-requests.ts";
import { deleteExpiredPasswordResets } from "../../postgres/password-resets.ts";
import { deleteOldSessions } from "../../postgres/sessions.ts";
import { requeueStranded } from "../../postgres/stranded-messages.ts";
import { deleteStalePendingAccounts } from "../../postgres/users.ts";
import { deleteOldEvents } from "../../postgres/webhook-events.ts";
import type { Resources } from "../../resources.ts";
import { settleLeases } from "./settle-leases.ts";

const MESSAGE_LIFE_DAYS = 30;
/** Of an ended session, for whoever asks what became of it. */
const ENDED_SESSION_DAYS = 30;
const EVENT_LIFE_DAYS = 30;
const GUESS_BUDGET_LIFE_DAYS = 400;
/** Longer than Redis keeps their codes. */
const EMAIL_CHANGE_LIFE_HOURS = 24;
/** So many go well within the deadline of a statement, each past the guard of the audit trail. */
const AUDIT_BATCH = 2000;
/** One whose job did not run for that long helps nobody any more. */
const RESET_REQUEST_LIFE_HOURS = 1;
const STRANDED = { minutes: 10, limit: 2000 };
/** So long an operator can send its mail again. */
const EXPIRED_RESET_LIFE_DAYS = 1;

/**
 * Deletes what has had its time, and settles what dead codes left open. Safe to repeat. One step that fails does not keep
 * the others from theirs; the job then fails with its error, and runs again.
 */
export async function cleanUp(
  resources: Pick<Resources, "mailPool" | "codes" | "config" | "log">,
): Promise<void> {
  const { mailPool, config, log } = resources;
  const steps: Record<string, () => Promise<number>> = {
    pendingAccounts: () => deleteStalePendingAccounts(mailPool, config.PENDING_LIFE_HOURS),
    idempotencyKeys: () => deleteExpiredIdempotencyKeys(mailPool),
    messages: () => deleteOldMessages(mailPool, MESSAGE_LIFE_DAYS),
    strandedMessages: () => requeueStranded(mailPool, STRANDED),
    events: () => deleteOldEvents(mailPool, EVENT_LIFE_DAYS),
    guessBudgets: () => deleteOldGuessBudgets(mailPool, GUESS_BUDGET_LIFE_DAYS),
    suppressions: () => deleteOldSuppressions(mailPool, config.EMAIL_SUPPRESSION_DAYS),
    sessions: () => deleteOldSessions(mailPool, ENDED_SESSION_DAYS),
    resetRequests: () => deleteOldResetRequests(mailPool, RESET_REQUEST_LIFE_HOURS),
    passwordResets: () => deleteExpiredPasswordResets(mailPool, EXPIRED_RESET_LIFE_DAYS),
    emailChanges: () => deleteOldEmailChanges(mailPool, EMAIL_CHANGE_LIFE_HOURS),
    auditEntries: () => deleteAuditEntries(mailPool, config.AUDIT_DAYS),
    emailUndos: () => deleteExpiredEmailUndos(mailPool),
    // Last, because it alone needs Redis.
    leases: () => settleLeases(resources),
  };
  const done: Record<string, number> = {};
  let failure: { error: unknown } | null = null;
  for (const [what, run] of Object.entries(steps))
    try {
      done[what] = await run();
    } catch (error) {
      log.warn({ err: error, what }, "clean-up failed");
      failure ??= { error };
    }
  log.info(done, "cleaned up");
  if (failure) throw failure.error;
}

async function deleteAuditEntries(db: Resources["mailPool"], days: number): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await deleteOldAuditEntries(db, { days, limit: AUDIT_BATCH });
    total += count;
    if (count < AUDIT_BATCH) return total;
  }
}
