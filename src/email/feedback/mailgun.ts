import { createHmac } from "node:crypto";
import { z } from "zod";
import { accept, refuse } from "../../domain/failure.ts";
import {
  type FeedbackKind,
  type ReadFeedback,
  eventOf,
  isSame,
  isWithinSeconds,
  readJson,
} from "./feedback.ts";

/** Mailgun repeats for 8 hours, the first time after ten minutes, with the first signature: see the README. */
const AGE_MAX_MS = 9 * 3_600_000;

const signatureSchema = z.object({
  signature: z.object({
    timestamp: z.union([z.string(), z.number()]).transform(String),
    token: z.string(),
    signature: z.string(),
  }),
});

const eventSchema = z.object({
  "event-data": z.object({
    event: z.string(),
    severity: z.string().optional(),
    reason: z.string().optional(),
    // An empty array when there are none.
    "user-variables": z.object({ message_id: z.string() }),
  }),
});

/**
 * Reads Mailgun's webhooks (https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks): an
 * HMAC-SHA-256 over time and token, which stand in the body. Our id is the variable message_id.
 */
export const createMailgunFeedback =
  (key: string): ReadFeedback =>
  async ({ body }) => {
    const payload = readJson(body);
    if (!payload.ok) return payload;
    const { success, data } = signatureSchema.safeParse(payload.value);
    if (!success) return refuse("invalid_signature", { detail: "There is no signature." });
    const { timestamp, token, signature } = data.signature;
    const expected = createHmac("sha256", key)
      .update(timestamp + token)
      .digest("hex");
    if (!isSame(signature, expected))
      return refuse("invalid_signature", { detail: "The signature does not fit." });
    if (!isWithinSeconds(timestamp, AGE_MAX_MS))
      return refuse("invalid_signature", { detail: "The time of the signature is too far away." });
    const read = eventSchema.safeParse(payload.value);
    const event = read.success ? read.data["event-data"] : null;
    const kind = event && kindOf(event);
    return accept(event && kind ? eventOf(kind, event["user-variables"].message_id) : []);
  };

function kindOf({
  event,
  severity,
  reason,
}: z.infer<typeof eventSchema>["event-data"]): FeedbackKind | null {
  if (event === "complained") return "complained";
  if (event !== "failed") return null;
  if (severity !== "permanent") return "soft_bounced";
  // On Mailgun's own list of those who complained.
  return reason === "suppress-complaint" ? "complained" : "bounced";
}
