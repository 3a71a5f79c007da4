import type { SignedIn } from "../../accounts/change-as-checked.ts";
import { UNDO_KEPT_DAYS } from "../../domain/email-change.ts";
import { digestToken, mintLinkToken } from "../../domain/link-token.ts";
import { mintRowId } from "../../domain/row-id.ts";
import type { Origin } from "../../postgres/audit-entries.ts";
import {
  type EmailChange,
  findEmailChange,
  settleEmailChange,
} from "../../postgres/email-changes.ts";
import { insertEmailUndo } from "../../postgres/email-undos.ts";
import { queueMessage } from "../../postgres/mail-messages.ts";
import { lockAccount } from "../../postgres/sessions.ts";
import type { Account } from "../../postgres/users.ts";
import type { Resources } from "../../resources.ts";
import { moveAccount, moveInTransaction } from "./move-account.ts";

/**
 * Moves an account to the address that was proved, ends what the older address was good for, and sends that a way back:
 * all of it once. Null when it is not there to be made any more. Throws UnavailableError when Postgres is away.
 */
export function makeEmailChange(
  { pool, keys, events }: Pick<Resources, "pool" | "keys" | "events">,
  { account, sessionId }: SignedIn,
  { change, origin }: { change: EmailChange; origin: Origin },
): Promise<Account | "email_taken" | null> {
  const { rowId: accountRowId, email: formerEmail, locale } = account;
  return moveInTransaction(pool, async (client) => {
    if (!(await lockAccount(client, account))) return null;
    const newest = await findEmailChange(client, accountRowId);
    if (newest?.id !== change.id || newest.isVoid || newest.confirmedAt) return null;
    const move = { account, to: change, way: "on", keep: sessionId, origin } as const;
    const moved = await moveAccount({ keys, events }, client, move);
    if (!moved) return "email_taken";
    await settleEmailChange(client, accountRowId);

    const messageId = mintRowId();
    await insertEmailUndo(client, {
      tokenDigest: digestToken(mintLinkToken(keys.linkMint, messageId)),
      accountRowId,
      email: formerEmail,
      emailNormalised: account.emailNormalised,
      days: UNDO_KEPT_DAYS,
    });
    await queueMessage(client, {
      id: messageId,
      accountRowId,
      kind: "email_changed",
      codeSequence: 0,
      locale,
      recipient: formerEmail,
    });
    return moved;
  });
}
