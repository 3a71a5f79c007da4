import { z } from "@hono/zod-openapi";
import { emailSchema, linkTokenSchema, newPasswordSchema } from "../../http/credential-schemas.ts";

export const resetRequestSchema = z.strictObject({ email: emailSchema }).openapi("ResetRequest");

export const resetRequestedSchema = z
  .object({ state: z.literal("queued") })
  .openapi("ResetRequested");

// oxlint-disable-next-line typescript/explicit-function-return-type -- zod's inferred type is the type
export const resetConfirmationSchema = (passwordMin: number) =>
  z
    .strictObject({
      token: linkTokenSchema,
      password: newPasswordSchema(passwordMin),
    })
    .openapi("ResetConfirmation");
