import { createPublicKey, verify } from "node:crypto";
import { z } from "zod";
import { accept, refuse } from "../../domain/failure.ts";
import { parseJson } from "../../domain/parse-json.ts";
import {
  type FeedbackEvent,
  type FeedbackKind,
  type ReadFeedback,
  decodeBody,
  eventOf,
  isWithinSeconds,
} from "./feedback.ts";

/** SendGrid repeats for 24 hours, and does not say that it signs anew: to refuse a repeat would lose it. */
const AGE_MAX_MS = 25 * 3_600_000;

const eventSchema = z.object({
  event: z.string(),
  type: z.string().optional(),
  reason: z.string().optional(),
  message_id: z.string(),
});

/**
 * Reads SendGrid's Signed Event Webhook: ECDSA on P-256 with SHA-256, over time and body. Our id is the custom argument
 * message_id. https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 */
export function createSendgridFeedback(publicKey: string): ReadFeedback {
  const key = createPublicKey({
    key: Buffer.from(publicKey, "base64"),
    format: "der",
    type: "spki",
  });
  return async ({ headers, body }) => {
    const signature = headers.get("x-twilio-email-event-webhook-signature") ?? "";
    const timestamp = headers.get("x-twilio-email-event-webhook-timestamp") ?? "";
    const signed = Buffer.concat([Buffer.from(timestamp), body]);
    if (!verify("sha256", signed, key, Buffer.from(signature, "base64")))
      return refuse("invalid_signature", { detail: "The signature does not fit." });
    if (!isWithinSeconds(timestamp, AGE_MAX_MS))
      return refuse("invalid_signature", { detail: "The time of the signature is too far away." });
    const payload = parseJson(decodeBody(body));
    if (!Array.isArray(payload))
      return refuse("malformed_request", { detail: "The body is not a JSON array." });
    return accept(payload.flatMap(readEvent));
  };
}

function readEvent(payload: unknown): FeedbackEvent[] {
  const { success, data: event } = eventSchema.safeParse(payload);
  const kind = success ? kindOf(event) : null;
  return success && kind ? eventOf(kind, event.message_id) : [];
}

/** Why SendGrid itself did not send, where that is about the address. */
const DROPPED: Record<string, FeedbackKind> = {
  "Bounced Address": "bounced",
  Invalid: "bounced",
  "Spam Reporting Address": "complained",
};

function kindOf({ event, type, reason }: z.infer<typeof eventSchema>): FeedbackKind | null {
  switch (event) {
    case "bounce":
      return type === "blocked" ? "soft_bounced" : "bounced";
    case "dropped":
      return DROPPED[reason ?? ""] ?? null;
    case "spamreport":
      return "complained";
    case "deferred":
      return "soft_bounced";
    default:
      return null;
  }
}
