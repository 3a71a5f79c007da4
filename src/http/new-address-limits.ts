import type { FailureCode, Outcome } from "../domain/failure.ts";
import { SEND_LIMITS } from "../limits/policies.ts";
import type { Context } from "./environment.ts";
import { type LimitResources, spendLimits } from "./limit.ts";

const OF_ACCOUNT = ["email-change.account"] as const;

/** What counts the codes that are sent to addresses which accounts are to have. */
export const NEW_ADDRESS_LIMITS = [...OF_ACCOUNT, ...SEND_LIMITS] as const;

/**
 * Has a code sent to the address that an account is to have, within the limits of both; what sends none spends nothing.
 * Throws UnavailableError when Redis does not answer, and what the sending throws.
 */
export async function sendToNewAddress<Sent, Code extends FailureCode>(
  c: Context,
  resources: LimitResources,
  to: { accountId: string; emailNormalised: string },
  send: () => Promise<Outcome<Sent, Code>>,
): Promise<Outcome<Sent, Code | "rate_limited">> {
  const { accountId, emailNormalised } = to;
  const own = await spendLimits(c, resources, OF_ACCOUNT, { emailNormalised: null, accountId });
  if (!own.ok) return own;
  // Not as the account: how much an address was sent is nobody's business who does not have it.
  const sends = await spendLimits(c, resources, SEND_LIMITS, { emailNormalised });
  if (!sends.ok) {
    own.value.refund(OF_ACCOUNT);
    return sends;
  }
  let isSent = false;
  try {
    const sent = await send();
    isSent = sent.ok;
    return sent;
  } finally {
    if (!isSent) {
      own.value.refund(OF_ACCOUNT);
      sends.value.refund(SEND_LIMITS);
    }
  }
}
