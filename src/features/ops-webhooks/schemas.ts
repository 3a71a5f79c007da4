import { z } from "@hono/zod-openapi";
import { checkSelection, pageQuery, selection } from "../../http/selection-schema.ts";
import { SPAN_BATCH } from "../../ops-selection.ts";
import { EVENT_STATES, EVENT_TYPES } from "../../postgres/webhook-events.ts";
import type { Selection } from "./change-events.ts";

const typeSchema = z.enum(EVENT_TYPES);
const timestamp = z.iso.datetime();

export const webhooksSchema = z
  .object({
    queue: z.object({
      length: z.int(),
      oldest_seconds: z.int().meta({ description: "How long the oldest has waited; 0 for none." }),
    }),
    dead: z.int().meta({ description: "Given up after three days, or refused by 410." }),
    endpoint: z
      .object({
        state: z.enum(["closed", "paused", "open"]).meta({
          description:
            "closed: it is asked; paused: it wanted a pause; open: it failed so often that one event at a time tries it.",
        }),
        retry_in_seconds: z.int().meta({ description: "0 when it may be asked now." }),
        problem: z.string().nullable().meta({ description: "Null since it last took an event." }),
        last_delivered_at: timestamp.nullable(),
      })
      .nullable()
      .meta({ description: "As the instance that answers sees it; null without WEBHOOK_URL." }),
  })
  .openapi("WebhookStanding");

export const listQuerySchema = z.object({
  state: z.enum(EVENT_STATES).optional(),
  type: typeSchema.optional(),
  ...pageQuery,
});

const eventSchema = z
  .object({
    id: z.uuid().meta({ description: "Its webhook-id." }),
    type: typeSchema,
    state: z.enum(EVENT_STATES),
    attempts: z.int().meta({ description: "Since it was queued, or queued again." }),
    last_error: z.string().nullable(),
    created_at: timestamp,
    settled_at: timestamp.nullable(),
  })
  .openapi("WebhookEvent");

export const eventsSchema = z
  .object({
    events: z.array(eventSchema),
    next: z.string().nullable().meta({ description: "Where the list goes on, for before." }),
  })
  .openapi("WebhookEvents");

const FILTER = { description: "Of those, only these." };
const chosen = {
  ...selection("All that were made at that time or later."),
  type: typeSchema.optional().meta(FILTER),
};

/** Also what was delivered, to a receiver that lost it. */
export const redriveSchema = z
  .strictObject({ ...chosen, state: z.enum(["dead", "delivered"]).default("dead").meta(FILTER) })
  .superRefine((given, context) => void checkSelection(given, context))
  .openapi("WebhookRedrive");
/** Also what waits, and is of no use any more. */
export const dropSchema = z
  .strictObject({ ...chosen, state: z.enum(["dead", "queued"]).default("dead").meta(FILTER) })
  .superRefine((given, context) => void checkSelection(given, context))
  .openapi("WebhookDrop");

/** Which events a body chose. */
export const readSelection = (
  given: z.output<typeof redriveSchema> | z.output<typeof dropSchema>,
): Selection => {
  const { ids = [], all_since: since, state, type = null } = given;
  return since === undefined ? { state, type, ids } : { state, type, since: new Date(since) };
};

const left = z.object({
  other: z.int().meta({ description: "Of another state or type; somebody was first, perhaps." }),
  unknown: z.int(),
});
const more = z.int().meta({
  description: `How many are left of all_since; one call takes ${SPAN_BATCH}, the oldest.`,
});
export const redrivenSchema = z.object({ queued: z.int(), left, more }).openapi("WebhooksRedriven");
export const droppedSchema = z.object({ dropped: z.int(), left, more }).openapi("WebhooksDropped");

export type DescribedEvent = z.output<typeof eventSchema>;
