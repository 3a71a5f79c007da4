import { randomUUID } from "node:crypto";
import { type Outcome, accept, refuse, toRetryAfterSeconds } from "../../domain/failure.ts";
import type { Locale } from "../../domain/locale.ts";
import { cooldownLeftMs, resendAfter } from "../../domain/one-time-code.ts";
import { queueMessage } from "../../postgres/mail-messages.ts";
import { transact } from "../../postgres/pool.ts";
import { type Account, takeCodeNumber } from "../../postgres/users.ts";
import type { Resources } from "../../resources.ts";

export type CodeRequested = { state: "queued"; resend_after: string };

/** Whether an account may ask for a code now: it is pending, and its cool-down is over. */
export function checkCodeRequest(
  codePolicy: Resources["codePolicy"],
  account: Account,
): Outcome<null, "already_active" | "resend_too_soon"> {
  if (account.status !== "pending") return refuse("already_active");
  const waitMs = cooldownLeftMs(codePolicy, account);
  return waitMs > 0 ? tooSoon(waitMs) : accept(null);
}

/**
 * Queues a fresh code for a pending account whose password was checked; the older one is void once it is sent.
 * Throws UnavailableError when Postgres is away.
 */
export async function requestCode(
  { pool, codePolicy }: Pick<Resources, "pool" | "codePolicy">,
  account: Account,
  locale: Locale,
): Promise<Outcome<CodeRequested, "resend_too_soon">> {
  const newest = await transact(pool, async (client) => {
    const taken = await takeCodeNumber(client, account);
    if (taken)
      await queueMessage(client, {
        id: randomUUID(),
        accountRowId: account.rowId,
        kind: "activation_code",
        codeSequence: taken.codeSequence,
        locale,
      });
    return taken;
  });
  // Of two requests at once the other one was first, so its cool-down begins now.
  if (!newest) return tooSoon(codePolicy.resendFirstMs);
  return accept({
    state: "queued",
    resend_after: resendAfter(codePolicy, newest).toISOString(),
  });
}

const tooSoon = (waitMs: number): ReturnType<typeof refuse<"resend_too_soon">> =>
  refuse("resend_too_soon", { retryAfterSeconds: toRetryAfterSeconds(waitMs) });
