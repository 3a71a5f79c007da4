import { type Outcome, accept, refuse } from "../domain/failure.ts";
import type { PolicyName } from "../limits/policies.ts";
import type { Account } from "../postgres/users.ts";
import {
  BEARER_LIMITS,
  BEARER_PROBLEMS,
  type BearerCaller,
  type CallerResources,
  bearerCaller,
} from "./caller.ts";
import type { Context } from "./environment.ts";
import { spendLimits } from "./limit.ts";
import { auditWrongPassword } from "./wrong-passwords.ts";

const PASSWORD_CHECK = "password-check.account" satisfies PolicyName;

/** What stands on every route that asks for the password besides an access token. */
export const CONFIRMED_LIMITS = [...BEARER_LIMITS, PASSWORD_CHECK] as const;
/** What such a route may answer, beside its own. */
export const CONFIRMED_PROBLEMS = [...BEARER_PROBLEMS, "password_incorrect", "overloaded"] as const;

/**
 * The account and session of a request with an access token, whose owner gave his password again: before what a stolen
 * token must not do. Throws UnavailableError when there is no room for a hash, or a store is away.
 */
export async function confirmedCaller(
  c: Context,
  resources: CallerResources,
  currentPassword: string | null,
): Promise<Outcome<BearerCaller, "invalid_token" | "password_incorrect" | "rate_limited">> {
  const caller = await bearerCaller(c, resources);
  if (!caller.ok) return caller;
  const confirmed = await confirmPassword(c, resources, caller.value.account, currentPassword);
  return confirmed.ok ? caller : confirmed;
}

// The tries are counted by account, for they are made with its own token; a wrong one is written down.
async function confirmPassword(
  c: Context,
  resources: CallerResources,
  account: Account,
  currentPassword: string | null,
): Promise<Outcome<null, "password_incorrect" | "rate_limited">> {
  const spent = await spendLimits(c, resources, [PASSWORD_CHECK], {
    emailNormalised: null,
    accountId: account.id,
  });
  if (!spent.ok) return spent;
  const { hasher } = resources;
  if (currentPassword === null || !(await hasher.verify(account.passwordHash, currentPassword))) {
    const email = { address: account.email, normalised: account.emailNormalised };
    await auditWrongPassword(c, resources, { action: "password.check_refused", email, account });
    return refuse("password_incorrect");
  }
  spent.value.refund([PASSWORD_CHECK]);
  return accept(null);
}
