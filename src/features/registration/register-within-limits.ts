import type { Outcome } from "../../domain/failure.ts";
import type { Context } from "../../http/environment.ts";
import { spendLimits } from "../../http/limit.ts";
import { originOf } from "../../http/origin.ts";
import { SEND_LIMITS } from "../../limits/policies.ts";
import type { Resources } from "../../resources.ts";
import { REGISTER_LIMITS } from "./contract.ts";
import { type RegisterOutcome, type Registration, register } from "./register.ts";

/**
 * Registers an address for whoever asks, within limits. When no mail was sent, whatever the reason, its send is given back: a
 * repeat, or a request that found no room, must not use up the mails of its address. Throws as register() does.
 */
export async function registerWithinLimits(
  c: Context,
  resources: Resources,
  asked: Omit<Registration, "origin">,
): Promise<RegisterOutcome | Outcome<never, "rate_limited">> {
  // Before limits are spent: most of an overload's time belongs to those who are served. A repeat may need no hash.
  if (asked.idempotencyKey === undefined) resources.hasher.requireRoom();
  const subject = { emailNormalised: asked.email.normalised };
  const spent = await spendLimits(c, resources, REGISTER_LIMITS, subject);
  if (!spent.ok) return spent;
  let isSent = false;
  try {
    const outcome = await register(resources, { ...asked, origin: originOf(c, resources.config) });
    isSent = outcome.ok && outcome.value.isSent;
    return outcome;
  } finally {
    if (!isSent) spent.value.refund(SEND_LIMITS);
  }
}
