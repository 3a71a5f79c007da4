import { z } from "@hono/zod-openapi";
import { parseStreamId } from "../../domain/stream-id.ts";

const NOTICE_ID = "1769860800000-0";

export const ticketSchema = z
  .object({
    ticket: z.string().meta({ description: "For `GET /live`, once." }),
    expires_in: z.int().meta({ description: "Seconds." }),
  })
  .openapi("LiveTicket");

export const TICKET_EXAMPLE: z.input<typeof ticketSchema> = {
  ticket: "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI",
  expires_in: 30,
};

const after = z
  .string()
  .transform((text, context) => {
    const id = parseStreamId(text);
    if (id !== null) return id;
    context.addIssue("must be the id of a notice, or 0");
    return z.NEVER;
  })
  .optional()
  .openapi({
    type: "string",
    description:
      "The id of the last notice that is known: what came after it is sent first, as far as it is kept. 0 asks for all that is.",
    example: NOTICE_ID,
  });

export const liveQuerySchema = z.object({
  ticket: z
    .string()
    .optional()
    .openapi({ description: "Of `POST /live/tickets`.", example: TICKET_EXAMPLE.ticket }),
  after,
});

export const eventsQuerySchema = z.object({ after });
export const eventsHeadersSchema = z.object({
  "last-event-id": after.openapi({ description: "What browsers send when they come back." }),
});

const HELLO = { type: "hello", latest: NOTICE_ID, complete: true };
const NOTICE = {
  type: "notice",
  id: NOTICE_ID,
  event: "activated",
  email: "a***@e***.com",
  at: "2026-01-31T12:00:00.000Z",
};

/** What comes over either way, for the API document. */
export const STREAM_EXAMPLE = [
  `event: hello\ndata: ${JSON.stringify(HELLO)}\n\n`,
  `event: notice\nid: ${NOTICE_ID}\ndata: ${JSON.stringify(NOTICE)}\n\n`,
  `event: bye\ndata: {"reason":"restarting"}\n\n`,
].join("");

export const MESSAGES_DESCRIPTION = `The first message is \`${JSON.stringify(HELLO)}\`: \`latest\` is the newest id there is, or null; \`complete\` is false when some of what came after \`after\` may no longer be kept. Then comes what was missed, and then what happens: \`${JSON.stringify(NOTICE)}\`. The address is masked unless LIVE_EMAIL says otherwise. What clients send is ignored.`;
