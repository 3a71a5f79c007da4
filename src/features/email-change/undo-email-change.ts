import { type Outcome, accept, refuse } from "../../domain/failure.ts";
import { digestToken } from "../../domain/link-token.ts";
import type { Origin } from "../../postgres/audit-entries.ts";
import { deleteEmailChange } from "../../postgres/email-changes.ts";
import { findEmailUndo, lockAccountOfUndo, spendEmailUndo } from "../../postgres/email-undos.ts";
import { setPassword } from "../../postgres/own-account.ts";
import type { Resources } from "../../resources.ts";
import { moveAccount, moveInTransaction } from "./move-account.ts";

/**
 * Puts an account's former address back, by the token of the notice that went there, and ends all of its sessions and
 * whatever waits for a code or a link. No password is right from then on: whoever moved the account knew it, and a reset
 * takes the mailbox. No mail tells of it, for it would go to whoever took the account. Throws UnavailableError when
 * Postgres is away.
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
    const move = { account, to: former, way: "back", keep: null, origin } as const;
    if (!(await moveAccount({ keys, events }, client, move))) return refuse("email_taken");
    await spendEmailUndo(client, tokenDigest);
    await deleteEmailChange(client, account.rowId);
    await setPassword(client, { accountRowId: account.rowId, passwordHash: hasher.decoy });
    return accept(null);
  });
}
