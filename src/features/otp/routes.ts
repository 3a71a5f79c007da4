import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { type Outcome, accept, refuse } from "../../domain/failure.ts";
import { type EmailAddress, parseEmailAddress } from "../../domain/email-address.ts";
import { type OtpFlow, type OtpScope, SIGN_IN_PURPOSE } from "../../domain/otp.ts";
import { deviceNameOf } from "../../http/device-name.ts";
import type { Context } from "../../http/environment.ts";
import { RATE_LIMITS, type SpentLimits, spendLimits } from "../../http/limit.ts";
import { preferredLocale } from "../../http/locale.ts";
import { originOf } from "../../http/origin.ts";
import { problem } from "../../http/problem.ts";
import { type Router, createRouter } from "../../http/router.ts";
import { describeSession } from "../../http/session-schemas.ts";
import { attempt } from "../../postgres/pool.ts";
import { queueOtp } from "../../postgres/otp-requests.ts";
import type { OtpAsked, OtpKey } from "../../redis/otp-codes.ts";
import type { Resources } from "../../resources.ts";
import { mintDeviceToken } from "../../sessions/device-tokens.ts";
import {
  ASK_LIMITS,
  OTP_RESERVE_LIMITS,
  OTP_SEND_LIMITS,
  sendRoute,
  verifyRoute,
} from "./contract.ts";
import { otpKeyOf, sealFlow, unsealFlow } from "./flow.ts";
import { openOtpSession } from "./open-otp-session.ts";
import type { ProofFormat } from "./schemas.ts";
import { verifyOtp } from "./verify-otp.ts";

const RACE_MS = 100;

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
    if (spent.ok) return accept(await askOnce(key, spent.value));
    // Nothing more may be sent; what was sent before is in its reader's hands, and good with a new id as well.
    const isReserved = isToSignIn(scope);
    const share = (newest: OtpAsked): Outcome<OtpAsked, never> => {
      const roomAtMs = Date.now() + (spent.failure.retryAfterSeconds ?? 0) * 1000;
      const againAtMs = isReserved ? Math.min(roomAtMs, newest.expiresAtMs) : roomAtMs;
      return accept({ ...newest, resendAfterMs: Math.max(newest.resendAfterMs, againAtMs) });
    };
    const newest = await otpCodes.findNewest(key);
    if (newest) return share(newest);
    const reserve = isReserved
      ? await spendLimits(c, resources, OTP_RESERVE_LIMITS, { emailNormalised })
      : spent;
    if (reserve.ok) return accept(await askOnce(key, reserve.value));
    const raced = await findAfterRace(key);
    return raced ? share(raced) : reserve;
  }

  async function askOnce(key: OtpKey, spent: SpentLimits): Promise<OtpAsked> {
    const asked = await otpCodes.ask(key, randomUUID());
    if (asked.isShared) spent.refund([...OTP_SEND_LIMITS, ...OTP_RESERVE_LIMITS]);
    return asked;
  }

  /** Of many requests at once, on several instances, one asks in a moment with what all of them have spent. */
  async function findAfterRace(key: OtpKey): Promise<OtpAsked | null> {
    await delay(RACE_MS);
    return otpCodes.findNewest(key);
  }

  const verify = verifyRoute(resources);
  router.openapi(verify, async (c) => {
    const { id, code, format } = c.req.valid("json");
    const wantsSession = c.req.valid("query").session === "true";
    const read = readFlow(id, { format, wantsSession });
    if (!read.ok) return problem(c, read.failure);
    const { flow, email } = read.value;
    const { normalised: emailNormalised } = email;
    const spent = await spendLimits(c, resources, verify[RATE_LIMITS], { emailNormalised });
    if (!spent.ok) return problem(c, spent.failure);
    const verified = await verifyOtp(resources, { flow, email, code, format });
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
    if (wantsSession && !isToSignIn(flow))
      return invalid(
        "session",
        `needs a code that was asked for without an audience, and with the purpose ${SIGN_IN_PURPOSE}`,
      );
    return accept({ flow, email });
  }

  /** Whether it opens sessions of ours. */
  function isToSignIn({ audience, purpose }: OtpScope): boolean {
    return audience === config.TOKEN_AUDIENCE && purpose === SIGN_IN_PURPOSE;
  }

  return router;
}

const invalid = (field: string, message: string): ReturnType<typeof refuse<"invalid_request">> =>
  refuse("invalid_request", { errors: [{ field, message }] });
