import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { z } from "zod";
import { accept, refuse } from "../../domain/failure.ts";
import {
  type FeedbackEvent,
  type ReadFeedback,
  type WebhookDelivery,
  decodeBody,
  eventOf,
  readJson,
} from "./feedback.ts";

const FIELDS = ["id", "timestamp", "signature"] as const;

/**
 * Reads webhooks that are signed as Standard Webhooks (https://www.standardwebhooks.com, "Verifying signatures"): an
 * HMAC-SHA-256 over id, time and body. Each attempt is signed anew, so one older than five minutes is refused.
 */
function readSigned(
  secret: string,
  readEvents: (payload: unknown) => FeedbackEvent[],
): ReadFeedback {
  const webhook = new Webhook(secret);
  return async ({ headers, body }) => {
    const text = decodeBody(body);
    if (text === null || !isSigned(webhook, headers, text))
      return refuse("invalid_signature", { detail: "The signature or its time does not fit." });
    const payload = readJson(body);
    return payload.ok ? accept(readEvents(payload.value)) : payload;
  };
}

function isSigned(webhook: Webhook, headers: WebhookDelivery["headers"], text: string): boolean {
  // Svix, whom Resend leaves its webhooks to, had the scheme before its fields had these names.
  const given = FIELDS.map((field) => [
    `webhook-${field}`,
    headers.get(`webhook-${field}`) ?? headers.get(`svix-${field}`) ?? "",
  ]);
  try {
    webhook.verify(text, Object.fromEntries(given) as Record<string, string>, { jsonParse: false });
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    throw error;
  }
}

const httpSchema = z.object({
  type: z.enum(["bounced", "complained", "soft_bounced"]),
  data: z.object({ message_id: z.string() }),
});

/** The generic provider's: `{"type":"bounced","data":{"message_id":…}}`, the id being the Idempotency-Key. */
export const createHttpFeedback = (secret: string): ReadFeedback =>
  readSigned(secret, (payload) => {
    const { success, data: event } = httpSchema.safeParse(payload);
    return success ? eventOf(event.type, event.data.message_id) : [];
  });

const resendSchema = z.object({
  type: z.string(),
  data: z.object({
    // As pairs they are sent, and as one object they come back.
    tags: z
      .union([
        z.record(z.string(), z.unknown()),
        z
          .array(z.object({ name: z.string(), value: z.unknown() }))
          .transform((tags) => Object.fromEntries(tags.map(({ name, value }) => [name, value]))),
      ])
      .optional(),
    bounce: z.object({ type: z.string().optional() }).optional(),
  }),
});

/** Resend's (https://resend.com/docs/webhooks/event-types); our id is the tag message_id. */
export const createResendFeedback = (secret: string): ReadFeedback =>
  readSigned(secret, (payload) => {
    const { success, data: event } = resendSchema.safeParse(payload);
    if (!success) return [];
    const messageId = event.data.tags?.["message_id"];
    switch (event.type) {
      case "email.bounced":
        return eventOf(isPassing(event.data.bounce?.type) ? "soft_bounced" : "bounced", messageId);
      // On Resend's own suppression list: it will never send to this address.
      case "email.suppressed":
        return eventOf("bounced", messageId);
      case "email.complained":
        return eventOf("complained", messageId);
      case "email.delivery_delayed":
        return eventOf("soft_bounced", messageId);
      default:
        return [];
    }
  });

const isPassing = (bounceType: string | undefined): boolean =>
  bounceType === "Transient" || bounceType === "Undetermined";
