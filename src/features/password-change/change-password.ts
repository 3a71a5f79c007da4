import { randomUUID } from "node:crypto";
import { type SignedIn, changeAsChecked } from "../../accounts/change-as-checked.ts";
import type { Outcome } from "../../domain/failure.ts";
import { type Origin, insertAuditEntry } from "../../postgres/audit-entries.ts";
import { deleteEmailChange } from "../../postgres/email-changes.ts";
import { queueMessage } from "../../postgres/mail-messages.ts";
import { setPassword } from "../../postgres/own-account.ts";
import { deletePasswordResets } from "../../postgres/password-resets.ts";
import { transact } from "../../postgres/pool.ts";
import { lockAccount } from "../../postgres/sessions.ts";
import type { Resources } from "../../resources.ts";
import { endSessions } from "../../sessions/end-sessions.ts";

/**
 * Replaces a password whose current one was checked. Whatever was begun with the older one ends: all other sessions,
 * links to reset it, a change of address that waits for its code. Of several at once one has an effect. Throws
 * UnavailableError when there is no room for a hash, or Postgres or the breach check is away.
 */
export async function changePassword(
  resources: Pick<Resources, "pool" | "hasher" | "events" | "passwordPolicy">,
  signedIn: SignedIn,
  { newPassword, origin }: { newPassword: string; origin: Origin },
): Promise<Outcome<true, "password_refused" | "invalid_token" | "password_incorrect">> {
  const { pool, hasher, events, passwordPolicy } = resources;
  const { emailNormalised: email, username } = signedIn.account;
  const allowed = await passwordPolicy.check(newPassword, { email, username }, "new_password");
  if (!allowed.ok) return allowed;
  const passwordHash = await hasher.hash(newPassword);
  return changeAsChecked(resources, signedIn, (account) =>
    transact(pool, async (client) => {
      if (!(await lockAccount(client, account))) return null;
      const { rowId: accountRowId, id: accountId, locale } = account;
      const actor = { kind: "user", name: accountId } as const;
      await setPassword(client, { accountRowId, passwordHash });
      await deletePasswordResets(client, accountRowId);
      await deleteEmailChange(client, accountRowId);
      await insertAuditEntry(client, { action: "password.changed", actor, accountId, origin });
      await endSessions(events, client, {
        account,
        choice: { keep: signedIn.sessionId },
        reason: "password_changed",
        actor,
        origin,
      });
      await queueMessage(client, {
        id: randomUUID(),
        accountRowId,
        kind: "password_changed",
        codeSequence: 0,
        locale,
      });
      return true as const;
    }),
  );
}
