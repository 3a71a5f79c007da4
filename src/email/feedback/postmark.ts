import { z } from "zod";
import { accept, refuse } from "../../domain/failure.ts";
import { type FeedbackKind, type ReadFeedback, eventOf, isSame, readJson } from "./feedback.ts";

/** The name in the address that Postmark calls: https://latchkey:<password>@<host>/webhooks/email/postmark */
const USER = "latchkey";

const schema = z.object({
  RecordType: z.enum(["Bounce", "SpamComplaint"]),
  Type: z.string(),
  /** Whether Postmark sends to this address no more. */
  Inactive: z.boolean().optional(),
  Metadata: z.object({ message_id: z.string() }),
});

const FOR_GOOD = new Set(["HardBounce", "BadEmailAddress"]);
const FOR_NOW = new Set([
  "Transient",
  "SoftBounce",
  "DnsError",
  "Blocked",
  "SpamNotification",
  "VirusNotification",
  "DMARCPolicy",
  "Unknown",
]);

/**
 * Reads Postmark's webhooks (https://postmarkapp.com/developer/webhooks/bounce-webhook). Postmark signs nothing, it
 * sends the Basic credentials of the address that it was given. Our id is in Metadata.
 */
export function createPostmarkFeedback(password: string): ReadFeedback {
  const expected = `Basic ${Buffer.from(`${USER}:${password}`).toString("base64")}`;
  return async ({ headers, body }) => {
    if (!isSame(headers.get("authorization") ?? "", expected))
      return refuse("invalid_signature", { detail: "The Basic credentials do not fit." });
    const payload = readJson(body);
    if (!payload.ok) return payload;
    const { success, data: event } = schema.safeParse(payload.value);
    const kind = success ? kindOf(event) : null;
    return accept(success && kind ? eventOf(kind, event.Metadata.message_id) : []);
  };
}

// An auto-reply or a change of subscription is reported as a bounce too, and is none.
function kindOf({ RecordType, Type, Inactive }: z.infer<typeof schema>): FeedbackKind | null {
  if (RecordType === "SpamComplaint" || Type === "SpamComplaint") return "complained";
  if (FOR_GOOD.has(Type)) return "bounced";
  if (!FOR_NOW.has(Type)) return null;
  return Inactive === true ? "bounced" : "soft_bounced";
}
