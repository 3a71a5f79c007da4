import type { EmailAddress } from "../../domain/email-address.ts";
import { type Outcome, accept } from "../../domain/failure.ts";
import {
  type RegistrationStanding,
  type WaitingRegistration,
  describeRegistration,
} from "../../features/registration/describe-registration.ts";
import { findRegistration } from "../../features/registration/find-registration.ts";
import { BEARER_LIMITS } from "../../http/caller.ts";
import type { Context } from "../../http/environment.ts";
import { spendLimits } from "../../http/limit.ts";
import { pendingOf } from "../../http/pending-cookie.ts";
import type { Resources } from "../../resources.ts";

/** What is spent by looking for it. */
export const AWAITED_LIMITS = BEARER_LIMITS;

/** The registration that a browser waits for, by its cookie. */
export type Waiting = { id: string; email: EmailAddress; registration: WaitingRegistration };

/** What there is to wait for; where there is nothing more, why. */
export type Awaited = { kind: "waiting"; waiting: Waiting } | { kind: "none" | "active" | "over" };

/** The cookie is counted as an account is: looking is no guess. Throws UnavailableError when a store is away. */
export async function findAwaited(
  c: Context,
  resources: Resources,
): Promise<Outcome<Awaited, "rate_limited">> {
  const pending = pendingOf(c, resources);
  if (!pending) return accept({ kind: "none" });
  const { id, email } = pending;
  const subject = { emailNormalised: null, accountId: id };
  const spent = await spendLimits(c, resources, AWAITED_LIMITS, subject);
  if (!spent.ok) return spent;
  const { normalised: emailNormalised } = email;
  const registration = await findRegistration(resources, { id, emailNormalised });
  if (registration.kind === "pending" || registration.kind === "nobodys")
    return accept({ kind: "waiting", waiting: { id, email, registration } });
  return accept({ kind: registration.kind });
}

/** How it stands, for the script of the page. */
export type StandingView = {
  state: RegistrationStanding["state"];
  expires_in_ms: number;
  attempts_left: number;
  resend_in_ms: number;
  digits: number;
};

export async function viewStanding(
  resources: Resources,
  { registration }: Waiting,
): Promise<StandingView> {
  const standing = await describeRegistration(resources, registration);
  return {
    state: standing.state,
    expires_in_ms: standing.lifeLeftMs,
    attempts_left: standing.attemptsLeft,
    resend_in_ms: Math.ceil(standing.resendLeftMs),
    digits: standing.digits,
  };
}
