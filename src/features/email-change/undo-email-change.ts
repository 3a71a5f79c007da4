import { tellUpdated } from "../../accounts/tell-updated.ts";
import { type Outcome, accept, refuse } from "../../domain/failure.ts";
import { digestToken } from "../../domain/link-token.ts";
import { pseudonym } from "../../keys.ts";
import { type Origin, insertAuditEntry } from "../../postgres/audit-entries.ts";
import { deleteEmailChange } from "../../postgres/email-changes.ts";
import { findEmailUndo, lockAccountOfUndo, spendEmailUndo } from "../../postgres/email-undos.ts";
import { freeAddress, moveAccount, setPassword } from "../../postgres/own-account.ts";
import { deletePasswordResets } from "../../postgres/password-resets.ts";
import type { Resources } from "../../resources.ts";
import { endSessions } from "../../sessions/end-sessions.ts";
import { moveInTransaction } from "./move-in-transaction.ts";

/**
 * Puts an account's former address back, by the token of the notice that went there, and ends all of its sessions and
 * whatever waits for a code or a link. No password is right from then on: whoever moved the account knew it, and a reset
 * takes the mailbox. No mail tells of it: the one that could would go to whoever took the account, and
 * who holds the former address knows. Throws UnavailableError when Postgres is away.
 */
export function undoEmailChange(
  { pool, keys, events, hasher }: Pick<Resources, "pool" | "keys" | "events" | "hasher">,
  { token, origin }: { token: string; origin: Origin },
): Promise<Outcome<null, "link_expired" | "email_taken">> {
  const tokenDigest = digestToken(token);
  return moveInTransaction(pool, async (client) => {
    const account = await lockAccountOfUndo(client, tokenDigest);
    // Once it is held: of two uses at once the second finds the token gone.
    const former = account && (await findEmailUndo(client, tokenDigest));
    if (!former) return refuse("link_expired");
    const { rowId: accountRowId, id: accountId } = account;
    const { emailNormalised } = former;
    if (!(await freeAddress(client, { accountRowId, emailNormalised })))
      return refuse("email_taken");
    await spendEmailUndo(client, tokenDigest);
    await deleteEmailChange(client, accountRowId);
    await setPassword(client, { accountRowId, passwordHash: hasher.decoy });
    const restored = await moveAccount(client, account, former);
    // Once it is moved, which waits for whoever makes one of them now: it would go to the thief's mailbox.
    await deletePasswordResets(client, accountRowId);
    const actor = { kind: "user", name: accountId } as const;
    await insertAuditEntry(client, {
      action: "email.change_undone",
      actor,
      accountId,
      addressPseudonym: pseudonym(keys.address, emailNormalised),
      origin,
    });
    await endSessions(events, client, {
      account,
      choice: { keep: null },
      reason: "email_change_undone",
      actor,
      origin,
    });
    await tellUpdated(events, client, restored);
    return accept(null);
  });
}
