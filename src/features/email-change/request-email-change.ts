import { randomUUID } from "node:crypto";
import { type SignedIn, changeAsChecked } from "../../accounts/change-as-checked.ts";
import type { EmailAddress } from "../../domain/email-address.ts";
import { type Outcome, accept, refuse, toRetryAfterSeconds } from "../../domain/failure.ts";
import { cooldownLeftMs, resendAfter } from "../../domain/one-time-code.ts";
import { mintRowId } from "../../domain/row-id.ts";
import { pseudonym } from "../../keys.ts";
import { type Origin, insertAuditEntry } from "../../postgres/audit-entries.ts";
import { findEmailChange, writeEmailChange } from "../../postgres/email-changes.ts";
import { queueMessage } from "../../postgres/mail-messages.ts";
import { transact } from "../../postgres/pool.ts";
import { lockAccount } from "../../postgres/sessions.ts";
import { findAccountByEmail } from "../../postgres/users.ts";
import type { Resources } from "../../resources.ts";

export type EmailChangeRequested = { state: "queued"; resend_after: string };
type Refusal = "resend_too_soon" | "invalid_token" | "password_incorrect";

/**
 * Queues a code to the address that an account is to have, in place of what it asked for before; its password was
 * checked. Answer and work are the same when another account has the address: its owner gets a word instead of the
 * code, and no code is right. Throws UnavailableError when Postgres is away.
 */
export async function requestEmailChange(
  resources: Pick<Resources, "pool" | "codePolicy" | "keys">,
  signedIn: SignedIn,
  { email, origin }: { email: EmailAddress; origin: Origin },
): Promise<Outcome<EmailChangeRequested, Refusal>> {
  const { pool, codePolicy, keys } = resources;
  const requested = await changeAsChecked(resources, signedIn, (account) =>
    transact(pool, async (client) => {
      if (!(await lockAccount(client, account))) return null;
      const { rowId: accountRowId, id: accountId, generation, locale } = account;
      const older = await findEmailChange(client, accountRowId);
      const waitMs = older ? cooldownLeftMs(codePolicy, older) : 0;
      if (waitMs > 0)
        return refuse("resend_too_soon", { retryAfterSeconds: toRetryAfterSeconds(waitMs) });
      const holder = await findAccountByEmail(client, email.normalised);
      const isTaken = holder && holder.status !== "pending" && holder.rowId !== accountRowId;
      const messageId = mintRowId();
      const newest = await writeEmailChange(client, {
        id: randomUUID(),
        accountRowId,
        email: email.address,
        emailNormalised: email.normalised,
        generation,
        messageId,
      });
      const to = isTaken
        ? ({ accountRowId: holder.rowId, kind: "email_taken", locale: holder.locale } as const)
        : ({ accountRowId, kind: "email_change_code", locale, recipient: email.address } as const);
      await queueMessage(client, { id: messageId, codeSequence: 0, ...to });
      await insertAuditEntry(client, {
        action: "email.change_requested",
        actor: { kind: "user", name: accountId },
        accountId,
        addressPseudonym: pseudonym(keys.address, email.normalised),
        origin,
      });
      const after = resendAfter(codePolicy, newest).toISOString();
      return accept({ state: "queued" as const, resend_after: after });
    }),
  );
  return requested.ok ? requested.value : requested;
}
