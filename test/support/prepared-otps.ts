import { randomUUID } from "node:crypto";
import { mintCode } from "../../src/domain/one-time-code.ts";
import { SIGN_IN_PURPOSE, digestOtp } from "../../src/domain/otp.ts";
import { sealFlow } from "../../src/features/otp/flow.ts";
import { otpKeyOf } from "../../src/otp-key.ts";
import type { Resources } from "../../src/resources.ts";

/** A code that was sent, as /otp/verify takes it, and as the script of Redis behind that does. */
export type OtpSent = {
  id: string;
  code: string;
  redemption: { holder: string; flowId: string; expiresAtMs: number; digest: string };
};

const AT_ONCE = 50;

/** Asks for codes for addresses that nobody has, and issues them, without their mails. */
export async function prepareCodes(
  resources: Pick<Resources, "keys" | "config" | "otpCodes" | "otpPolicy">,
  count: number,
): Promise<OtpSent[]> {
  const sent: OtpSent[] = [];
  while (sent.length < count) {
    const batch = Array.from({ length: Math.min(AT_ONCE, count - sent.length) }, () =>
      prepareCode(resources),
    );
    sent.push(...(await Promise.all(batch)));
  }
  return sent;
}

async function prepareCode({
  keys,
  config,
  otpCodes,
  otpPolicy,
}: Pick<Resources, "keys" | "config" | "otpCodes" | "otpPolicy">): Promise<OtpSent> {
  const email = `${randomUUID()}@example.com`;
  const scope = { purpose: SIGN_IN_PURPOSE, audience: config.TOKEN_AUDIENCE };
  const key = otpKeyOf(keys, { emailNormalised: email, ...scope });
  const messageId = randomUUID();
  const { expiresAtMs } = await otpCodes.ask(key, messageId);
  const [code, longCode] = [otpPolicy.digits, otpPolicy.longDigits].map((digits) =>
    mintCode(keys.codeMint, messageId, digits),
  ) as [string, string];
  const digest = digestOtp(keys.codeDigest, key, code);
  const long = digestOtp(keys.codeDigest, key, longCode);
  await otpCodes.issue({ ...key, messageId, expiresAtMs, short: digest, long, account: null });
  const flowId = randomUUID();
  return {
    id: sealFlow(keys, { id: flowId, email, ...scope, nonce: null, expiresAtMs }),
    code,
    redemption: { holder: key.holder, flowId, expiresAtMs, digest },
  };
}
