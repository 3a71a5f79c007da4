import { digestToken, mintLinkToken } from "../../domain/link-token.ts";
import { mintRowId } from "../../domain/row-id.ts";
import { insertAuditEntry } from "../../postgres/audit-entries.ts";
import { queueMessage } from "../../postgres/mail-messages.ts";
import { takeResetRequest } from "../../postgres/password-reset-requests.ts";
import { insertPasswordReset } from "../../postgres/password-resets.ts";
import { transact } from "../../postgres/pool.ts";
import { findAccountByEmail } from "../../postgres/users.ts";
import type { Resources } from "../../resources.ts";

type PrepareResources = Pick<Resources, "mailPool" | "keys" | "config">;

/**
 * The job of a request: an active account gets a mail with a token of its own, beside those it has, so that no
 * stranger's request voids the owner's link. Everything is one transaction, and the request goes with it: a job that
 * runs twice, or dies on the way, makes one mail. Throws when Postgres is away; the queue then runs the job again.
 */
export const prepareReset = (
  { mailPool, keys, config }: PrepareResources,
  requestId: string,
): Promise<void> =>
  transact(mailPool, async (client) => {
    const request = await takeResetRequest(client, requestId);
    if (!request) return;
    const account = await findAccountByEmail(client, request.emailNormalised);
    if (account?.status !== "active") return;
    const messageId = mintRowId();
    await insertPasswordReset(client, {
      tokenDigest: digestToken(mintLinkToken(keys.linkMint, messageId)),
      messageId,
      accountRowId: account.rowId,
      lifeMs: config.RESET_LIFE_MINUTES * 60_000,
    });
    await queueMessage(client, {
      id: messageId,
      accountRowId: account.rowId,
      kind: "password_reset",
      codeSequence: 0,
      locale: request.locale ?? account.locale,
    });
    await insertAuditEntry(client, {
      action: "password.reset_requested",
      actor: { kind: "anonymous", name: null },
      accountId: account.id,
      origin: request.origin,
    });
  });
