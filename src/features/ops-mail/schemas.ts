import { z } from "@hono/zod-openapi";
import { MAIL_KINDS, MAIL_STATES } from "../../postgres/mail-kinds.ts";
import { emailSchema } from "../../http/credential-schemas.ts";
import { reasonSchema } from "../../http/reason-schema.ts";
import { checkSelection, pageQuery, selection } from "../../http/selection-schema.ts";
import { DEAD_STATES } from "../../postgres/mail-figures.ts";
import { SPAN_BATCH } from "../../ops-selection.ts";
import type { Selection } from "./change-dead-letters.ts";

const deadStateSchema = z.enum(DEAD_STATES);

export const lookUpSchema = z.strictObject({ email: emailSchema }).openapi("MailLookUp");

export const liftSchema = z
  .strictObject({ email: emailSchema, reason: reasonSchema })
  .openapi("LiftSuppression");

export const listQuerySchema = z.object({ state: deadStateSchema.optional(), ...pageQuery });

export const selectionSchema = z
  .strictObject({
    ...selection("All that ended at that time or later."),
    state: deadStateSchema.optional().meta({ description: "Of those, only these." }),
  })
  .superRefine((given, context) => {
    if (checkSelection(given, context) && given.ids && given.state)
      context.addIssue({ code: "custom", path: ["state"], message: "goes with all_since only" });
  })
  .openapi("DeadLetterSelection");

/** Which messages a body chose. */
export const readSelection = (given: z.output<typeof selectionSchema>): Selection =>
  given.all_since === undefined
    ? { ids: given.ids ?? [] }
    : { span: { since: new Date(given.all_since), state: given.state ?? null } };

const timestamp = z.iso.datetime();

const providerSchema = z
  .object({
    name: z.string(),
    state: z.enum(["closed", "paused", "open"]).meta({
      description:
        "closed: it is asked; paused: it wanted a pause; open: it failed so often that one mail at a time tries it.",
    }),
    retry_in_seconds: z.int().meta({ description: "0 when it may be asked now." }),
    quota: z.string().nullable(),
    problem: z.string().nullable().meta({ description: "Null since it last accepted." }),
    last_accepted_at: timestamp.nullable(),
  })
  .openapi("MailProvider");

export const mailSchema = z
  .object({
    queue: z.object({
      length: z.int(),
      oldest_seconds: z.int().meta({ description: "How long the oldest has waited; 0 for none." }),
      by_kind: z.record(z.enum(MAIL_KINDS), z.int()),
    }),
    providers: z
      .array(providerSchema)
      .meta({ description: "In their order, as the instance that answers sees them." }),
    dead_letters: z.object({ undeliverable: z.int(), expired: z.int() }),
    suppressed_addresses: z.int(),
  })
  .openapi("MailStanding");

const messageSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(MAIL_KINDS),
    state: z.enum(MAIL_STATES),
    attempts: z.int().meta({ description: "How often a provider was asked." }),
    provider: z.string().nullable().meta({ description: "Who was asked last." }),
    last_error: z.string().nullable(),
    queued_at: timestamp,
    settled_at: timestamp.nullable(),
  })
  .openapi("MailMessage");

const deadLetterSchema = messageSchema
  .extend({
    state: deadStateSchema,
    settled_at: timestamp,
    to: z.string().meta({ description: "Masked." }),
  })
  .openapi("DeadLetter");

export const deadLettersSchema = z
  .object({
    dead_letters: z.array(deadLetterSchema),
    next: z.string().nullable().meta({ description: "Where the list goes on, for before." }),
  })
  .openapi("DeadLetters");

export const lookedUpSchema = z
  .object({
    messages: z.array(messageSchema),
    suppression: z
      .object({ reason: z.enum(["bounced", "complained"]), provider: z.string(), since: timestamp })
      .nullable(),
  })
  .openapi("MailLookedUp");

const leftAs = { not_dead: z.int(), unknown: z.int() };
const more = z.int().meta({
  description: `How many are left of all_since; one call takes ${SPAN_BATCH}, the oldest.`,
});
export const redrivenSchema = z
  .object({
    queued: z.int(),
    left: z.object({
      superseded: z.int().meta({
        description:
          "Their account is active, or asked for a newer code, or the code's time is over; they stay dead letters.",
      }),
      ...leftAs,
    }),
    more,
  })
  .openapi("MailRedriven");
export const droppedSchema = z
  .object({ dropped: z.int(), left: z.object(leftAs), more })
  .openapi("MailDropped");

export type Provider = z.output<typeof providerSchema>;
export type Message = z.output<typeof messageSchema>;
export type DescribedDeadLetter = z.output<typeof deadLetterSchema>;
