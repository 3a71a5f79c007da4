import { accept } from "../../domain/failure.ts";
import { answerJson } from "../../http/answer.ts";
import { deviceNameOf } from "../../http/device-name.ts";
import { RATE_LIMITS, spendLimits } from "../../http/limit.ts";
import { preferredLocale } from "../../http/locale.ts";
import { originOf } from "../../http/origin.ts";
import { problem } from "../../http/problem.ts";
import { type Router, createRouter } from "../../http/router.ts";
import { describeSession } from "../../http/session-schemas.ts";
import { otpKeyOf } from "../../otp-key.ts";
import type { Resources } from "../../resources.ts";
import { mintDeviceToken } from "../../sessions/device-tokens.ts";
import {
  ASK_LIMITS,
  OTP_RESERVE_LIMITS,
  OTP_SEND_LIMITS,
  sendRoute,
  verifyRoute,
} from "./contract.ts";
import { readFlow } from "./flow.ts";
import { openOtpSession } from "./open-otp-session.ts";
import { requestOtp } from "./request-otp.ts";
import { verifyOtp } from "./verify-otp.ts";

const MAIL_QUOTAS = { address: OTP_SEND_LIMITS, reserve: OTP_RESERVE_LIMITS } as const;

/** Codes for an address, whoever has it, and proofs of that. */
export function otpRoutes(resources: Resources): Router {
  const router = createRouter();
  const { config, keys, accessTokens } = resources;

  router.openapi(sendRoute(resources), async (c) => {
    const { nonce = null, ...wanted } = c.req.valid("json");
    const subject = { emailNormalised: wanted.email.normalised };
    const locale = preferredLocale(c, config.EMAIL_LOCALE);
    const requested = await requestOtp(
      resources,
      { ...wanted, nonce, locale },
      {
        request: () => spendLimits(c, resources, ASK_LIMITS, subject),
        async mail(quota) {
          const mail = await spendLimits(c, resources, MAIL_QUOTAS[quota], subject);
          return mail.ok ? accept({ refund: () => mail.value.refund(MAIL_QUOTAS[quota]) }) : mail;
        },
      },
    );
    if (!requested.ok) return problem(c, requested.failure);
    const { id, expiresAtMs, resendAfterMs } = requested.value;
    return c.json(
      {
        id,
        expires_at: new Date(expiresAtMs).toISOString(),
        resend_after: new Date(resendAfterMs).toISOString(),
      },
      202,
    );
  });

  const verify = verifyRoute(resources);
  router.openapi(verify, async (c) => {
    const { id, code, format } = c.req.valid("json");
    const wantsSession = c.req.valid("query").session === "true";
    const read = readFlow(resources, id, { format, wantsSession });
    if (!read.ok) return problem(c, read.failure);
    const { flow, email } = read.value;
    const { normalised: emailNormalised } = email;
    const key = otpKeyOf(keys, { ...flow, emailNormalised });
    const subject = { emailNormalised, addressKey: key.holder };
    const spent = await spendLimits(c, resources, verify[RATE_LIMITS], subject);
    if (!spent.ok) return problem(c, spent.failure);
    const verified = await verifyOtp(resources, { flow, email, key, code, format });
    if (!verified.ok) return problem(c, verified.failure);
    const { proof, account } = verified.value;
    if (!wantsSession) return answerJson(c, proof);
    const opened = await openOtpSession(resources, {
      flowId: flow.id,
      account,
      emailNormalised,
      device: deviceNameOf(c.req.header("user-agent")),
      origin: originOf(c, config),
    });
    if (!opened.ok) return problem(c, opened.failure);
    const known = { emailNormalised, deviceId: null, nowMs: Date.now() };
    const session = opened.value && {
      ...describeSession(opened.value, accessTokens),
      device_token: mintDeviceToken(keys.device, known),
    };
    return answerJson(c, { ...proof, session });
  });

  return router;
}
