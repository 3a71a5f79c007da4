import type { Events } from "../events.ts";
import { mintRowId } from "../domain/row-id.ts";
import { type Origin, insertAuditEntry } from "../postgres/audit-entries.ts";
import { deleteEmailChange } from "../postgres/email-changes.ts";
import { queueMessage } from "../postgres/mail-messages.ts";
import { setPassword } from "../postgres/own-account.ts";
import { deletePasswordResets } from "../postgres/password-resets.ts";
import type { Queryable } from "../postgres/pool.ts";
import type { Account } from "../postgres/users.ts";
import { endSessions } from "../sessions/end-sessions.ts";

/** How a password came to be another one: which is what the audit trail and the sessions that end call it. */
const WAYS = {
  changed: { action: "password.changed", reason: "password_changed" },
  reset: { action: "password.reset", reason: "password_reset" },
} as const;

/**
 * Gives an account that is held in the caller's transaction another password. What was begun with the older one ends:
 * sessions but the one to keep, links to reset it, a change of address that waits for its code. A mail tells the owner.
 */
export async function replacePassword(
  events: Events,
  client: Queryable,
  replacement: {
    account: Account;
    passwordHash: string;
    way: keyof typeof WAYS;
    /** The session that goes on; null when all end. */
    keep: string | null;
    origin: Origin;
  },
): Promise<void> {
  const { account, passwordHash, way, keep, origin } = replacement;
  const { rowId: accountRowId, id: accountId, locale } = account;
  const { action, reason } = WAYS[way];
  const actor = { kind: "user", name: accountId } as const;
  await setPassword(client, { accountRowId, passwordHash });
  await deletePasswordResets(client, accountRowId);
  await deleteEmailChange(client, accountRowId);
  await insertAuditEntry(client, { action, actor, accountId, origin });
  await endSessions(events, client, { account, choice: { keep }, reason, actor, origin });
  await queueMessage(client, {
    id: mintRowId(),
    accountRowId,
    kind: "password_changed",
    codeSequence: 0,
    locale,
  });
}
