import { z } from "zod";
import { accept } from "../../domain/failure.ts";
import { parseJson } from "../../domain/parse-json.ts";
import {
  type FeedbackEvent,
  type FeedbackKind,
  type ReadFeedback,
  decodeBody,
  eventOf,
} from "./feedback.ts";
import { createTopicReader } from "./sns.ts";

/** Where our id is, in lower case, when there are no tags: in notifications of an identity that include headers. */
const HEADER = "x-latchkey-message";

const eventSchema = z.object({
  // The former of a configuration set's events, the latter of an identity's notifications.
  eventType: z.string().optional(),
  notificationType: z.string().optional(),
  bounce: z.object({ bounceType: z.string() }).optional(),
  mail: z.object({
    tags: z.record(z.string(), z.array(z.string())).optional(),
    headers: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
  }),
});
type SesEvent = z.infer<typeof eventSchema>;

/**
 * Reads the events of Amazon SES that come through a topic of SNS. Our id is the tag message_id.
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export function createSesFeedback(topicArn: string): ReadFeedback {
  const readTopic = createTopicReader(topicArn);
  return async ({ body }) => {
    const read = await readTopic(decodeBody(body));
    return read.ok ? accept(read.value === null ? [] : readEvent(read.value)) : read;
  };
}

// Also SES' own plain words after a change of the topic: they are about no mail.
function readEvent(message: string): FeedbackEvent[] {
  const { success, data: event } = eventSchema.safeParse(parseJson(message));
  const kind = success ? kindOf(event) : null;
  return success && kind ? eventOf(kind, messageIdOf(event)) : [];
}

function kindOf({ eventType, notificationType, bounce }: SesEvent): FeedbackKind | null {
  switch (eventType ?? notificationType ?? "") {
    case "Bounce":
      return bounce?.bounceType === "Permanent" ? "bounced" : "soft_bounced";
    case "Complaint":
      return "complained";
    case "DeliveryDelay":
      return "soft_bounced";
    default:
      return null;
  }
}

const messageIdOf = ({ mail }: SesEvent): string | undefined =>
  mail.tags?.["message_id"]?.[0] ??
  mail.headers?.find(({ name }) => name.toLowerCase() === HEADER)?.value;
