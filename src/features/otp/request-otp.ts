import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { EmailAddress } from "../../domain/email-address.ts";
import { type Outcome, accept } from "../../domain/failure.ts";
import type { Locale } from "../../domain/locale.ts";
import type { OtpScope } from "../../domain/otp.ts";
import { mintRowId } from "../../domain/row-id.ts";
import { otpKeyOf } from "../../otp-key.ts";
import { queueOtp } from "../../postgres/otp-requests.ts";
import { attempt } from "../../postgres/pool.ts";
import type { OtpAsked, OtpKey } from "../../redis/otp-codes.ts";
import type { Resources } from "../../resources.ts";
import { isToSignIn, sealFlow } from "./flow.ts";

type OtpResources = Pick<Resources, "pool" | "keys" | "config" | "otpCodes" | "metrics">;

/**
 * Counts a mail for its address, under what all have or under what is kept for sign-ins; taken back when there was none to
 * send.
 */
type SpendMail = (
  quota: "address" | "reserve",
) => Promise<Outcome<{ refund(): void }, "rate_limited">>;

/** What counts a request, and what counts its mail. */
type SpendAsk = {
  request(): Promise<Outcome<unknown, "rate_limited">>;
  mail: SpendMail;
};

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
  spend: SpendAsk,
): Promise<Outcome<OtpRequested, "rate_limited">> {
  const { pool, keys, config, otpCodes, metrics } = resources;
  const key = otpKeyOf(keys, { emailNormalised: email.normalised, purpose, audience });
  const isReserved = isToSignIn(config, { purpose, audience });
  // One round trip: looking for a code to share changes nothing, so that it need not wait for the limits.
  const [counted, shared] = await Promise.all([spend.request(), otpCodes.findShared(key)]);
  if (!counted.ok) return counted;
  const asked = shared ? accept(shared) : await ask(otpCodes, { key, isReserved }, spend.mail);
  if (!asked.ok) return asked;
  const { messageId, expiresAtMs, resendAfterMs, isShared } = asked.value;
  metrics.otp.inc({ event: isShared ? "shared" : "asked" });
  const flow = { email: email.address, purpose, audience, expiresAtMs };
  // Also of a shared one: its first request may have failed here.
  await attempt(() => queueOtp(pool, { ...flow, messageId, locale }));
  const id = sealFlow(keys, { ...flow, id: randomUUID(), nonce });
  return accept({ id, expiresAtMs, resendAfterMs });
}

/** What whoever asks can wait for where there was no code to share, or why he is refused. */
async function ask(
  otpCodes: Resources["otpCodes"],
  { key, isReserved }: { key: OtpKey; isReserved: boolean },
  spendMail: SpendMail,
): Promise<Outcome<OtpAsked, "rate_limited">> {
  const askOnce = async (refund: () => void): Promise<Outcome<OtpAsked, never>> => {
    const asked = await otpCodes.ask(key, mintRowId());
    if (asked.isShared) refund();
    return accept(asked);
  };
  const spent = await spendMail("address");
  if (spent.ok) return askOnce(spent.value.refund);
  // Nothing more may be sent; what was sent before is in its reader's hands, and good with a new id as well.
  const share = (newest: OtpAsked): Outcome<OtpAsked, never> => {
    const roomAtMs = Date.now() + (spent.failure.retryAfterSeconds ?? 0) * 1000;
    const againAtMs = isReserved ? Math.min(roomAtMs, newest.expiresAtMs) : roomAtMs;
    return accept({ ...newest, resendAfterMs: Math.max(newest.resendAfterMs, againAtMs) });
  };
  const newest = await otpCodes.findNewest(key);
  if (newest) return share(newest);
  const reserve = isReserved ? await spendMail("reserve") : spent;
  if (reserve.ok) return askOnce(reserve.value.refund);
  const raced = await findAfterRace(otpCodes, key);
  return raced ? share(raced) : reserve;
}

// Of many requests at once, on several instances, one asks in a moment with what all of them have spent.
async function findAfterRace(
  otpCodes: Resources["otpCodes"],
  key: OtpKey,
): Promise<OtpAsked | null> {
  await delay(RACE_MS);
  return otpCodes.findNewest(key);
}
