import { digestOtp, nameScope } from "../../domain/otp.ts";
import { mintCode } from "../../domain/one-time-code.ts";
import { pseudonym } from "../../keys.ts";
import type { QueuedMessage } from "../../postgres/mail-messages.ts";
import { findOtpRequest } from "../../postgres/otp-requests.ts";
import type { Resources } from "../../resources.ts";

/**
 * Makes the passwordless code of a message good, and returns it with whom its proof is for; null when its time is over, or
 * it was used. Whether the address has an account is looked up here, where nobody waits.
 */
export async function prepareOtp(
  {
    mailPool,
    keys,
    otpCodes,
    otpPolicy,
    metrics,
  }: Pick<Resources, "mailPool" | "keys" | "otpCodes" | "otpPolicy" | "metrics">,
  { id: messageId, emailNormalised }: Pick<QueuedMessage, "id" | "emailNormalised">,
): Promise<{ code: string; audience: string } | null> {
  const request = await findOtpRequest(mailPool, { messageId, emailNormalised });
  if (!request) return null;
  const key = { holder: pseudonym(keys.address, emailNormalised), scope: nameScope(request) };
  const mint = (digits: number): string => mintCode(keys.codeMint, messageId, digits);
  const digest = (digits: number): string => digestOtp(keys.codeDigest, key, mint(digits));
  const digits = await otpCodes.issue({
    ...key,
    messageId,
    expiresAtMs: request.expiresAtMs,
    short: digest(otpPolicy.digits),
    long: digest(otpPolicy.longDigits),
    account: request.account,
  });
  if (digits === null) return null;
  metrics.otp.inc({ event: digits === otpPolicy.longDigits ? "issued_long" : "issued" });
  return { code: mint(digits), audience: request.audience };
}
