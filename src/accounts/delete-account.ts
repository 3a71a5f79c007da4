import { pseudonym } from "../keys.ts";
import { mintRowId } from "../domain/row-id.ts";
import {
  deleteAccount as deleteAccountRow,
  queueForgettingNotices,
} from "../postgres/account-deletion.ts";
import { type NewAuditEntry, insertAuditEntry } from "../postgres/audit-entries.ts";
import { queueMessage } from "../postgres/mail-messages.ts";
import { deleteOtpMessages } from "../postgres/otp-requests.ts";
import type { Queryable } from "../postgres/pool.ts";
import type { Account } from "../postgres/users.ts";
import type { Resources } from "../resources.ts";
import { endSessions } from "../sessions/end-sessions.ts";
import { forgetTraces } from "./forget-traces.ts";

/**
 * Deletes an account that is held in the caller's transaction, and all that names its owner; a last mail says so, unless
 * the address was never confirmed. The audit trail keeps what was done and when; of where, only where an administrator
 * was who did it.
 */
export async function deleteAccount(
  { events, keys }: Pick<Resources, "events" | "keys">,
  client: Queryable,
  deletion: Pick<NewAuditEntry, "actor" | "origin" | "details"> & {
    account: Account;
    action: "user.deleted" | "admin.user_deleted";
  },
): Promise<void> {
  const { account, actor, origin, action, details = {} } = deletion;
  const { id: accountId, locale, email: recipient, emailNormalised } = account;
  const choice = { keep: null };
  await endSessions(events, client, { account, choice, reason: "account_deleted", actor, origin });
  await insertAuditEntry(client, { action, actor, accountId, origin, details });
  // From where an owner did it himself is personal as well: his last entry is among those.
  await forgetTraces(client, accountId);
  await events.queue(client, { type: "user.deleted", accountId, data: { user_id: accountId } });
  if (account.status !== "pending")
    await queueMessage(client, {
      id: mintRowId(),
      accountRowId: null,
      kind: "account_deleted",
      codeSequence: 0,
      locale,
      recipient,
    });
  // They were sent to the address, whoever had it: no row says that they are his. Those of an older one are with his account.
  await deleteOtpMessages(client, emailNormalised);
  const addressPseudonym = pseudonym(keys.address, emailNormalised);
  await queueForgettingNotices(client, { accountId, addressPseudonym });
  await deleteAccountRow(client, account.rowId);
}
