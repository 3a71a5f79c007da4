import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { EmailAddress } from "../../domain/email-address.ts";
import { type Outcome, accept } from "../../domain/failure.ts";
import type { Locale } from "../../domain/locale.ts";
import type { OtpScope } from "../../domain/otp.ts";
import { otpKeyOf } from "../../otp-key.ts";
import { queueOtp } from "../../postgres/otp-requests.ts";
import { attempt } from "../../postgres/pool.ts";
import type { OtpAsked, OtpKey } from "../../redis/otp-codes.ts";
import type { Resources } from "../../resources.ts";
import { sealFlow } from "./flow.ts";

type OtpResources = Pick<Resources, "pool" | "keys" | "otpCodes" | "metrics">;

/** Counts a mail for its address, which takes back what it counted when there was none to send. */
type SpendMail = () => Promise<Outcome<{ refund(): void }, "rate_limited">>;

export type OtpWanted = OtpScope & { email: EmailAddress; nonce: string | null; locale: Locale };
/** Times are milliseconds since 1970, by Redis' clock. */
export type OtpRequested = { id: string; expiresAtMs: number; resendAfterMs: number };

const RACE_MS = 100;

/**
 * Has a code sent to an address, whoever has it, unless there is one to share; the id is a new one all the same. Throws
 * UnavailableError when a store is away: a repeat then sends the very mail, once.
 */
export async function requestOtp(
  resources: OtpResources,
  { email, purpose, audience, nonce, locale }: OtpWanted,
  spendMail: SpendMail,
): Promise<Outcome<OtpRequested, "rate_limited">> {
  const { pool, keys, otpCodes, metrics } = resources;
  const key = otpKeyOf(keys, { emailNormalised: email.normalised, purpose, audience });
  const asked = await ask(otpCodes, key, spendMail);
  if (!asked.ok) return asked;
  const { messageId, expiresAtMs, resendAfterMs, isShared } = asked.value;
  metrics.otp.inc({ event: isShared ? "shared" : "asked" });
  const flow = { email: email.address, purpose, audience, expiresAtMs };
  // Also of a shared one: its first request may have failed here.
  await attempt(() => queueOtp(pool, { ...flow, messageId, locale }));
  const id = sealFlow(keys, { ...flow, id: randomUUID(), nonce });
  return accept({ id, expiresAtMs, resendAfterMs });
}

/** What whoever asks can wait for, or why he is refused. */
async function ask(
  otpCodes: Resources["otpCodes"],
  key: OtpKey,
  spendMail: SpendMail,
): Promise<Outcome<OtpAsked, "rate_limited">> {
  const shared = await otpCodes.findShared(key);
  if (shared) return accept(shared);
  const spent = await spendMail();
  if (!spent.ok) {
    // Nothing more may be sent; what was sent before is in its reader's hands, and good with a new id as well.
    const newest = (await otpCodes.findNewest(key)) ?? (await findAfterRace(otpCodes, key));
    if (!newest) return spent;
    const roomAtMs = Date.now() + (spent.failure.retryAfterSeconds ?? 0) * 1000;
    return accept({ ...newest, resendAfterMs: Math.max(newest.resendAfterMs, roomAtMs) });
  }
  const asked = await otpCodes.ask(key, randomUUID());
  if (asked.isShared) spent.value.refund();
  return accept(asked);
}

// Of many requests at once, on several instances, one asks in a moment with what all of them have spent.
async function findAfterRace(
  otpCodes: Resources["otpCodes"],
  key: OtpKey,
): Promise<OtpAsked | null> {
  await delay(RACE_MS);
  return otpCodes.findNewest(key);
}
