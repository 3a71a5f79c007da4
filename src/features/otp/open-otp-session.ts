import { type Outcome, accept, refuse } from "../../domain/failure.ts";
import type { OtpAccount } from "../../domain/otp.ts";
import type { Origin } from "../../postgres/audit-entries.ts";
import { attempt } from "../../postgres/pool.ts";
import { findAccountByEmail } from "../../postgres/users.ts";
import type { Resources } from "../../resources.ts";
import { type SessionTokens, openSession } from "../../sessions/open-session.ts";

type SessionResources = Pick<Resources, "pool" | "keys" | "config" | "accessTokens" | "events">;

export type ProvedSignIn = {
  /** Names the code: one opens one session. */
  flowId: string;
  account: OtpAccount | null;
  emailNormalised: string;
  device: string;
  origin: Origin;
};

/**
 * Opens a session for the active account of an address that was proved; null where there is none. Refuses when the code
 * opened one before, or the account is disabled or another one meanwhile. Throws UnavailableError when Postgres is away.
 */
export async function openOtpSession(
  resources: SessionResources,
  { flowId, account: known, emailNormalised, device, origin }: ProvedSignIn,
): Promise<Outcome<SessionTokens | null, "code_expired" | "account_disabled">> {
  if (!known) return accept(null);
  const account = await attempt(() => findAccountByEmail(resources.pool, emailNormalised));
  // Whose address it was when the code was sent is told in the proof; a session is only his.
  if (account?.id !== known.id) return accept(null);
  if (account.status === "disabled") return refuse("account_disabled");
  const opened = await openSession(resources, {
    flowId,
    account,
    device,
    clientId: null,
    origin,
  });
  return opened.ok ? opened : refuse("code_expired", { detail: "It was used to sign in before." });
}
