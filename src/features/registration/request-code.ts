import { type Outcome, accept, refuse, toRetryAfterSeconds } from "../../domain/failure.ts";
import type { Locale } from "../../domain/locale.ts";
import { cooldownLeftMs, resendAfter } from "../../domain/one-time-code.ts";
import { mintRowId } from "../../domain/row-id.ts";
import { attempt } from "../../postgres/pool.ts";
import { queueNextMail } from "../../postgres/registrations.ts";
import type { Account } from "../../postgres/users.ts";
import type { Resources } from "../../resources.ts";

export type CodeRequested = { state: "queued"; resend_after: string };

type Request = {
  account: Account;
  locale: Locale;
  /** How many codes count for the wait: all of the account's, unless it is told. */
  codes?: number;
};
type RequestResources = Pick<Resources, "pool" | "codePolicy">;

/** Counts a mail that is about to be queued, or refuses it. */
export type SpendSend = () => Promise<Outcome<unknown, "rate_limited">>;

/**
 * Queues a fresh code for a pending account whose password was checked; the older one is void once it is sent. A send is
 * spent only once the cool-down is over. Throws UnavailableError when a store is away.
 */
export const requestCode = async (
  resources: RequestResources,
  request: Request,
  spend: SpendSend,
): Promise<Outcome<CodeRequested, "already_active" | "resend_too_soon" | "rate_limited">> =>
  request.account.status === "pending"
    ? requestNextMail(resources, request, spend)
    : refuse("already_active");

/**
 * The same for a registration, whose address may have an account already: then its owner gets another word of that, and
 * nobody a code.
 */
export async function requestNextMail(
  { pool, codePolicy }: RequestResources,
  { account, locale, codes = account.codeSequence }: Request,
  spend: SpendSend,
): Promise<Outcome<CodeRequested, "resend_too_soon" | "rate_limited">> {
  const waitMs = cooldownLeftMs(codePolicy, { ...account, codeSequence: codes });
  if (waitMs > 0) return tooSoon(waitMs);
  const spent = await spend();
  if (!spent.ok) return spent;
  const newest = await attempt(() => queueNextMail(pool, account, { id: mintRowId(), locale }));
  // Of two requests at once the other one was first, so its cool-down begins now.
  if (!newest) return tooSoon(codePolicy.resendFirstMs);
  return accept({
    state: "queued",
    resend_after: resendAfter(codePolicy, newest).toISOString(),
  });
}

const tooSoon = (waitMs: number): ReturnType<typeof refuse<"resend_too_soon">> =>
  refuse("resend_too_soon", { retryAfterSeconds: toRetryAfterSeconds(waitMs) });
