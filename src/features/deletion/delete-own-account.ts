import { randomUUID } from "node:crypto";
import { type SignedIn, changeAsChecked } from "../../accounts/change-as-checked.ts";
import { type Outcome, accept, refuse } from "../../domain/failure.ts";
import {
  anonymiseAuditEntries,
  deleteAccount,
  deleteSettledEvents,
} from "../../postgres/account-deletion.ts";
import { type Origin, insertAuditEntry } from "../../postgres/audit-entries.ts";
import { isLastAdmin } from "../../postgres/last-admin.ts";
import { queueMessage } from "../../postgres/mail-messages.ts";
import { transact } from "../../postgres/pool.ts";
import { lockAccount } from "../../postgres/sessions.ts";
import type { Resources } from "../../resources.ts";
import { endSessions } from "../../sessions/end-sessions.ts";

type Refusal = "last_admin" | "invalid_token" | "password_incorrect";

/**
 * Deletes an account whose password was checked, and all that names its owner. The audit trail keeps what he did and
 * when; guess budgets and suppressions stay under the pseudonym of the address, which names nobody. Throws
 * UnavailableError when Postgres is away.
 */
export async function deleteOwnAccount(
  resources: Pick<Resources, "pool" | "events">,
  signedIn: SignedIn,
  origin: Origin,
): Promise<Outcome<null, Refusal>> {
  const { pool, events } = resources;
  const deleted = await changeAsChecked(resources, signedIn, (account) =>
    transact(pool, async (client) => {
      if (await isLastAdmin(client, account)) return refuse("last_admin");
      if (!(await lockAccount(client, account))) return null;
      const { rowId: accountRowId, id: accountId, email: recipient, locale } = account;
      const actor = { kind: "user", name: accountId } as const;
      await endSessions(events, client, {
        account,
        choice: { keep: null },
        reason: "account_deleted",
        actor,
        origin,
      });
      await insertAuditEntry(client, { action: "user.deleted", actor, accountId, origin });
      // After the last entry: from where he deleted it is personal as well.
      await anonymiseAuditEntries(client, accountId);
      await deleteSettledEvents(client, accountId);
      await events.queue(client, {
        type: "user.deleted",
        accountId,
        data: { user_id: accountId },
      });
      await queueMessage(client, {
        id: randomUUID(),
        accountRowId: null,
        kind: "account_deleted",
        codeSequence: 0,
        locale,
        recipient,
      });
      await deleteAccount(client, accountRowId);
      return accept(null);
    }),
  );
  return deleted.ok ? deleted.value : deleted;
}
