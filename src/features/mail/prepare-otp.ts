import { randomUUID } from "node:crypto";
import { digestOtp } from "../../domain/otp.ts";
import { mintCode } from "../../domain/one-time-code.ts";
import { otpKeyOf } from "../../otp-key.ts";
import type { QueuedMessage } from "../../postgres/mail-messages.ts";
import { findOtpRequest } from "../../postgres/otp-requests.ts";
import type { Resources } from "../../resources.ts";

type OtpResources = Pick<
  Resources,
  "config" | "mailPool" | "keys" | "otpCodes" | "otpPolicy" | "metrics"
>;
type OtpMessage = Pick<QueuedMessage, "id" | "emailNormalised">;

/**
 * Makes the passwordless code of a message good, and returns it with its life and whom its proof is for (null: the service
 * itself); null when its time is over, or it was used. Whether the address has an account is looked up here, where nobody
 * waits.
 */
export async function prepareOtp(
  resources: OtpResources,
  { id: messageId, emailNormalised }: OtpMessage,
): Promise<{ code: string; ttlMs: number; audience: string | null } | null> {
  const { config, mailPool, keys, otpCodes, otpPolicy, metrics } = resources;
  const request = await findOtpRequest(mailPool, { messageId, emailNormalised });
  if (!request) return null;
  const key = otpKeyOf(keys, { ...request, emailNormalised });
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
  const audience = request.audience === config.TOKEN_AUDIENCE ? null : request.audience;
  return { code: mint(digits), ttlMs: otpPolicy.ttlMs, audience };
}

/**
 * Puts a code that nobody has in the place of one that is not sent: no guess is right, and whoever makes one sees the same
 * as with any other address.
 */
export async function withholdOtp(
  { mailPool, keys, otpCodes }: OtpResources,
  { id: messageId, emailNormalised }: OtpMessage,
): Promise<void> {
  const request = await findOtpRequest(mailPool, { messageId, emailNormalised });
  if (!request) return;
  const key = otpKeyOf(keys, { ...request, emailNormalised });
  const { expiresAtMs } = request;
  const nobodys = digestOtp(keys.codeDigest, key, randomUUID());
  const code = { short: nobodys, long: nobodys, account: null };
  await otpCodes.issue({ ...key, messageId, expiresAtMs, ...code });
}
