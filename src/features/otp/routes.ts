import { randomUUID } from "node:crypto";
import { type Outcome, accept, refuse } from "../../domain/failure.ts";
import { type EmailAddress, parseEmailAddress } from "../../domain/email-address.ts";
import { type OtpFlow, type OtpScope, SIGN_IN_PURPOSE } from "../../domain/otp.ts";
import { deviceNameOf } from "../../http/device-name.ts";
import type { Context } from "../../http/environment.ts";
import { RATE_LIMITS, spendLimits } from "../../http/limit.ts";
import { preferredLocale } from "../../http/locale.ts";
import { originOf } from "../../http/origin.ts";
import { problem } from "../../http/problem.ts";
import { type Router, createRouter } from "../../http/router.ts";
import { describeSession } from "../../http/session-schemas.ts";
import { attempt } from "../../postgres/pool.ts";
import { queueOtp } from "../../postgres/otp-requests.ts";
import type { OtpAsked } from "../../redis/otp-codes.ts";
import type { Resources } from "../../resources.ts";
import { mintDeviceToken } from "../../sessions/device-tokens.ts";
import { ASK_LIMITS, OTP_SEND_LIMITS, sendRoute, verifyRoute } from "./contract.ts";
import { otpKeyOf, sealFlow, unsealFlow } from "./flow.ts";
import { openOtpSession } from "./open-otp-session.ts";
import type { ProofFormat } from "./schemas.ts";
import { verifyOtp } from "./verify-otp.ts";

/** Codes for an address, whoever has it, and proofs of that. */
export function otpRoutes(resources: Resources): Router {
  const router = createRouter();
  const { config, keys, pool, otpCodes, identityProofs, accessTokens, metrics } = resources;

  const send = sendRoute(resources);
  router.openapi(send, async (c) => {
    const { email, purpose, audience, nonce = null } = c.req.valid("json");
    const { normalised: emailNormalised } = email;
    const spent = await spendLimits(c, resources, ASK_LIMITS, { emailNormalised });
    if (!spent.ok) return problem(c, spent.failure);
    const asked = await ask(c, { emailNormalised, purpose, audience });
    if (!asked.ok) return problem(c, asked.failure);
    const { messageId, expiresAtMs, resendAfterMs } = asked.value;
    metrics.otp.inc({ event: asked.value.isShared ? "shared" : "asked" });
    // Also of a shared one: its first request may have failed here.
    const locale = preferredLocale(c, config.EMAIL_LOCALE);
    const request = { messageId, email: email.address, purpose, audience, expiresAtMs, locale };
    await attempt(() => queueOtp(pool, request));
    const flow = { purpose, audience, nonce, expiresAtMs, email: email.address };
    return c.json(
      {
        id: sealFlow(keys, { ...flow, id: randomUUID() }),
        expires_at: new Date(expiresAtMs).toISOString(),
        resend_after: new Date(resendAfterMs).toISOString(),
      },
      202,
    );
  });

  /** What whoever asks can wait for, or why he is refused: a mail that is sent spends the quota of its address. */
  async function ask(
    c: Context,
    { emailNormalised, ...scope }: OtpScope & { emailNormalised: string },
  ): Promise<Outcome<OtpAsked, "rate_limited">> {
    const key = otpKeyOf(keys, { emailNormalised, ...scope });
    const shared = await otpCodes.findShared(key);
    if (shared) return accept(shared);
    const spent = await spendLimits(c, resources, OTP_SEND_LIMITS, { emailNormalised });
    if (!spent.ok) {
      // Of several at once another one may have spent the last of it.
      const meanwhile = await otpCodes.findShared(key);
      return meanwhile ? accept(meanwhile) : spent;
    }
    const asked = await otpCodes.ask(key, randomUUID());
    if (asked.isShared) spent.value.refund(OTP_SEND_LIMITS);
    return accept(asked);
  }

  const verify = verifyRoute(resources);
  router.openapi(verify, async (c) => {
    const { id, code, format } = c.req.valid("json");
    const wantsSession = c.req.valid("query").session === "true";
    const read = readFlow(id, { format, wantsSession });
    if (!read.ok) return problem(c, read.failure);
    const { flow, email } = read.value;
    const { normalised: emailNormalised } = email;
    const key = otpKeyOf(keys, { emailNormalised, ...flow });
    const subject = { emailNormalised, addressPseudonym: key.holder };
    const spent = await spendLimits(c, resources, verify[RATE_LIMITS], subject);
    if (!spent.ok) return problem(c, spent.failure);
    const verified = await verifyOtp(resources, { flow, key, email, code, format });
    if (!verified.ok) return problem(c, verified.failure);
    const { proof, account } = verified.value;
    if (!wantsSession) return c.json(proof, 200);
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
    return c.json({ ...proof, session }, 200);
  });

  /** What an id was given for; it must be ours, and good for what is wanted. */
  function readFlow(
    id: string,
    { format, wantsSession }: { format: ProofFormat; wantsSession: boolean },
  ): Outcome<{ flow: OtpFlow; email: EmailAddress }, "invalid_request"> {
    const flow = unsealFlow(keys, id);
    const email = flow && parseEmailAddress(flow.email);
    if (!flow || !email) return invalid("id", "is not what POST /otp/send answered");
    if (format === "hmac" && !identityProofs.hasSharedKey(flow.audience))
      return invalid("format", "needs a key for the audience that the code was asked for");
    // Whoever collects a code for an audience of his must not get into the account with it.
    const isOurs = flow.audience === config.TOKEN_AUDIENCE && flow.purpose === SIGN_IN_PURPOSE;
    if (wantsSession && !isOurs)
      return invalid("session", "needs a code that was asked for to sign in here");
    return accept({ flow, email });
  }

  return router;
}

const invalid = (field: string, message: string): ReturnType<typeof refuse<"invalid_request">> =>
  refuse("invalid_request", { errors: [{ field, message }] });
