import type { PoolClient } from "pg";
import { tellUpdated } from "../../accounts/tell-updated.ts";
import { pseudonym } from "../../keys.ts";
import { type Origin, insertAuditEntry } from "../../postgres/audit-entries.ts";
import { EMAIL_INDEX, freeAddress, moveAccount as moveRow } from "../../postgres/own-account.ts";
import { adoptOtpMessages } from "../../postgres/otp-requests.ts";
import { deletePasswordResets } from "../../postgres/password-resets.ts";
import { type Pool, isTaken, transact } from "../../postgres/pool.ts";
import type { Account } from "../../postgres/users.ts";
import type { Resources } from "../../resources.ts";
import { endSessions } from "../../sessions/end-sessions.ts";

/** Which way an account moves: what the audit trail and the sessions that end call it. */
const WAYS = {
  on: { action: "email.changed", reason: "email_changed" },
  back: { action: "email.change_undone", reason: "email_change_undone" },
} as const;

type Move = {
  account: Account;
  to: Pick<Account, "email" | "emailNormalised">;
  way: keyof typeof WAYS;
  /** The session that goes on; null when all end. */
  keep: string | null;
  origin: Origin;
};

/**
 * Moves an account that is held to another address, and returns it as it is then; null when another account has the
 * address for good. Other sessions end, and links to reset its password. Violates EMAIL_INDEX as moveInTransaction() knows.
 */
export async function moveAccount(
  { keys, events }: Pick<Resources, "keys" | "events">,
  client: PoolClient,
  { account, to, way, keep, origin }: Move,
): Promise<Account | null> {
  const { rowId: accountRowId, id: accountId } = account;
  const { email, emailNormalised } = to;
  if (!(await freeAddress(client, { accountRowId, emailNormalised }))) return null;
  await adoptOtpMessages(client, { accountRowId, emailNormalised: account.emailNormalised });
  const moved = await moveRow(client, account, { email, emailNormalised });
  await deletePasswordResets(client, accountRowId);
  const { action, reason } = WAYS[way];
  const actor = { kind: "user", name: accountId } as const;
  const addressPseudonym = pseudonym(keys.address, emailNormalised);
  await insertAuditEntry(client, { action, actor, accountId, addressPseudonym, origin });
  await endSessions(events, client, { account, choice: { keep }, reason, actor, origin });
  await tellUpdated(events, client, moved);
  return moved;
}

/**
 * Runs a transaction that moves an account, as transact() does, and once more when somebody registered the address at
 * the same moment: the second time his pending account is seen, and goes.
 */
export async function moveInTransaction<T>(
  pool: Pool,
  move: (client: PoolClient) => Promise<T>,
): Promise<T> {
  try {
    return await transact(pool, move);
  } catch (error) {
    if (!isTaken(error, EMAIL_INDEX)) throw error;
    return transact(pool, move);
  }
}
