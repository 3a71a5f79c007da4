import { z } from "@hono/zod-openapi";
import { EMAIL_CHANGE_CODE } from "../../domain/email-change.ts";
import {
  emailSchema,
  givenPasswordSchema,
  linkTokenSchema,
} from "../../http/credential-schemas.ts";

export const emailChangeRequestSchema = z
  .strictObject({ email: emailSchema, current_password: givenPasswordSchema })
  .openapi("EmailChangeRequest");

export const emailChangeRequestedSchema = z
  .object({
    state: z.literal("queued"),
    resend_after: z.iso.datetime().meta({ description: "The next code can be asked for then." }),
  })
  .openapi("EmailChangeRequested");

const { digits } = EMAIL_CHANGE_CODE;
const CODE = new RegExp(`^\\d{${digits}}$`);

export const emailConfirmationSchema = z
  .strictObject({
    code: z
      .string()
      .regex(CODE, `must be a string of ${digits} digits`)
      .openapi({ pattern: CODE.source, example: "04201337" }),
  })
  .openapi("EmailConfirmation");

export const undoSchema = z.strictObject({ token: linkTokenSchema }).openapi("EmailChangeUndo");
