import type { FailureCode, Outcome } from "../domain/failure.ts";
import { type PolicyName, SEND_LIMITS } from "../limits/policies.ts";
import type { Resources } from "../resources.ts";
import type { Context } from "./environment.ts";
import { type LimitResources, type LimitSubject, spendLimits } from "./limit.ts";

/**
 * Does what hashes a password and sends a mail, within limits. When none was sent, whatever the reason, its send is given
 * back: a repeat, or a request that found no room, must not use up the mails of its address.
 */
export async function sendWithinLimits<Value extends { isSent: boolean }, Code extends FailureCode>(
  c: Context,
  resources: LimitResources & Pick<Resources, "hasher">,
  asked: { policies: readonly PolicyName[]; subject: LimitSubject; isRepeatable: boolean },
  send: () => Promise<Outcome<Value, Code>>,
): Promise<Outcome<Value, Code | "rate_limited">> {
  // Before limits are spent: most of an overload's time belongs to those who are served. A repeat may need no hash.
  if (!asked.isRepeatable) resources.hasher.requireRoom();
  const spent = await spendLimits(c, resources, asked.policies, asked.subject);
  if (!spent.ok) return spent;
  let isSent = false;
  try {
    const outcome = await send();
    isSent = outcome.ok && outcome.value.isSent;
    return outcome;
  } finally {
    if (!isSent) spent.value.refund(SEND_LIMITS);
  }
}
