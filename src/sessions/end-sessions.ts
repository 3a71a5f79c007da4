import type { Events } from "../events.ts";
import { type Actor, type Origin, insertAuditEntry } from "../postgres/audit-entries.ts";
import type { Queryable } from "../postgres/pool.ts";
import { type EndReason, type SessionChoice, endLiveSessions } from "../postgres/sessions.ts";
import type { Account } from "../postgres/users.ts";

/**
 * Ends sessions of an account in the caller's transaction, writes it down and tells the product. Their access tokens are
 * dead at once, because each request looks its session up. Returns the ids of those that ended.
 */
export async function endSessions(
  events: Events,
  client: Queryable,
  of: {
    account: Pick<Account, "rowId" | "id">;
    choice: SessionChoice;
    reason: EndReason;
    actor: Actor;
    origin: Origin | null;
  },
): Promise<string[]> {
  const { account, choice, reason, actor, origin } = of;
  const sessionIds = await endLiveSessions(client, account.rowId, choice, reason);
  if (sessionIds.length === 0) return sessionIds;
  await insertAuditEntry(client, {
    action: "session.ended",
    actor,
    accountId: account.id,
    origin,
    details: { sessions: sessionIds, reason },
  });
  await events.queue(client, {
    type: "session.revoked",
    accountId: account.id,
    data: { user_id: account.id, session_ids: sessionIds, reason },
  });
  return sessionIds;
}
