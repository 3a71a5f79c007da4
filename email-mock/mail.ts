import { z } from "zod";

export const mailSchema = z.strictObject({
  from: z.string().min(1),
  reply_to: z.string().min(1).optional(),
  // One bare address: a comma or a line break would make it several recipients.
  to: z.string().regex(/^[^\s,;<>@]+@[^\s,;<>@]+$/),
  subject: z.string().regex(/^[^\r\n]*$/),
  text: z.string(),
  html: z.string(),
});

/** A line of the journal. */
export const acceptedMailSchema = mailSchema.extend({
  id: z.string(),
  accepted_at: z.iso.datetime(),
  idempotency_key: z.string().nullable(),
});

export type Mail = z.infer<typeof mailSchema>;
export type AcceptedMail = z.infer<typeof acceptedMailSchema>;
