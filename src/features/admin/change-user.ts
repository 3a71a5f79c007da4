import { tellUpdated } from "../../accounts/tell-updated.ts";
import { type Outcome, accept, refuse } from "../../domain/failure.ts";
import {
  type Actor,
  type NewAuditEntry,
  type Origin,
  insertAuditEntry,
} from "../../postgres/audit-entries.ts";
import { isLastAdmin } from "../../postgres/last-admin.ts";
import { transact } from "../../postgres/pool.ts";
import { holdAccount, updateStanding } from "../../postgres/user-standing.ts";
import type { Account, Role } from "../../postgres/users.ts";
import type { Resources } from "../../resources.ts";
import { endSessions } from "../../sessions/end-sessions.ts";

export type UserChange = { disabled?: boolean | undefined; role?: Role | undefined };

type Changed = { account: Account; isChanged: boolean };
type Refusal = "not_found" | "account_pending" | "last_admin";

/**
 * Disables or enables an account that was activated, or changes its role; what is so already changes nothing. Disabling
 * ends all its sessions and voids its links in the same transaction. Throws UnavailableError when Postgres is away.
 */
export function changeUser(
  { pool, events }: Pick<Resources, "pool" | "events">,
  request: { accountId: string; change: UserChange; actor: Actor; origin: Origin | null },
): Promise<Outcome<Changed, Refusal>> {
  const { accountId, change, actor, origin } = request;
  return transact(pool, async (client): Promise<Outcome<Changed, Refusal>> => {
    const takesAdmin = change.disabled === true || change.role === "user";
    const isLast = takesAdmin && (await isLastAdmin(client, { id: accountId }));
    const before = await holdAccount(client, accountId);
    if (!before) return refuse("not_found");
    if (before.status === "pending") return refuse("account_pending");
    const after = changed(before, change);
    const entries = entriesOf(before, after);
    if (entries.length === 0) return accept({ account: before, isChanged: false });
    if (isLast) return refuse("last_admin");

    await updateStanding(client, after);
    for (const entry of entries)
      await insertAuditEntry(client, { ...entry, actor, accountId, origin });
    if (after.status === "disabled")
      await endSessions(events, client, {
        account: after,
        choice: { keep: null },
        reason: "account_disabled",
        actor,
        origin,
      });
    await tellUpdated(events, client, after);
    return accept({ account: after, isChanged: true });
  });
}

const changed = (account: Account, { disabled, role = account.role }: UserChange): Account => ({
  ...account,
  status: disabled === undefined ? account.status : disabled ? "disabled" : "active",
  role,
});

function entriesOf(before: Account, after: Account): Pick<NewAuditEntry, "action" | "details">[] {
  const entries: Pick<NewAuditEntry, "action" | "details">[] = [];
  if (before.status !== after.status)
    entries.push({
      action: after.status === "disabled" ? "admin.user_disabled" : "admin.user_enabled",
    });
  if (before.role !== after.role)
    entries.push({
      action: "admin.role_changed",
      details: { from: before.role, to: after.role },
    });
  return entries;
}
