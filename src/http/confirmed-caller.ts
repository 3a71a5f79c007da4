import type { Outcome } from "../domain/failure.ts";
import {
  BEARER_LIMITS,
  BEARER_PROBLEMS,
  type BearerCaller,
  type CallerResources,
  bearerCaller,
} from "./caller.ts";
import { PASSWORD_CHECK, confirmPassword } from "./confirm-password.ts";
import type { Context } from "./environment.ts";

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
