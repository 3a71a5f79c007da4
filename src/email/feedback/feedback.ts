import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { type Outcome, accept, refuse } from "../../domain/failure.ts";
import { parseJson } from "../../domain/parse-json.ts";
import { LONG_CODE } from "../provider.ts";

/** What became of a mail of ours after a provider accepted it. */
export type FeedbackEvent = {
  /** What named the mail when it was sent. An account at a provider may send mail of others too: theirs is no event. */
  messageId: string;
  kind: FeedbackKind;
};

/** Bounced: came back for good. Complained: its reader called it spam. Soft bounced: may yet arrive. */
export type FeedbackKind = "bounced" | "complained" | "soft_bounced";

/** A webhook as it came: signatures are over the bytes of the body. */
export type WebhookDelivery = { headers: Headers; body: Uint8Array };

/**
 * Checks that a webhook is the provider's, and reads what it says of our mails; what it says of anything else is left
 * out. Throws UnavailableError when that cannot be checked now.
 */
export type ReadFeedback = (
  delivery: WebhookDelivery,
) => Promise<Outcome<FeedbackEvent[], "invalid_signature" | "malformed_request">>;

const OURS = new RegExp(`^([\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12})(?:${LONG_CODE})?$`, "i");

/** One event, or none when what names the mail is not one of ours. */
export function eventOf(kind: FeedbackKind, name: unknown): FeedbackEvent[] {
  const [, messageId] = OURS.exec(typeof name === "string" ? name : "") ?? [];
  return messageId === undefined ? [] : [{ messageId: messageId.toLowerCase(), kind }];
}

/** The text of a body; null when it is no UTF-8: other bytes must not pass for those that were signed. */
export function decodeBody(body: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return null;
  }
}

/** The value of a body, which has to be JSON in UTF-8. */
export function readJson(body: Uint8Array): Outcome<unknown, "malformed_request"> {
  const payload = parseJson(decodeBody(body));
  return payload === undefined
    ? refuse("malformed_request", { detail: "The body is not valid JSON." })
    : accept(payload);
}

/** Whether a time in milliseconds since 1970 is at most so far from now, in either direction. */
export const isWithin = (timeMs: number, maxMs: number): boolean =>
  Math.abs(Date.now() - timeMs) <= maxMs;

/** The same of a time that is written in seconds. */
export const isWithinSeconds = (seconds: string, maxMs: number): boolean =>
  /^\d{1,12}$/.test(seconds) && isWithin(Number(seconds) * 1000, maxMs);

const COMPARISON_KEY = randomBytes(32);

/** Compares in a time that tells nothing: digests under a key of this process have one length. */
export function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer =>
    createHmac("sha256", COMPARISON_KEY).update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
