import { z } from "@hono/zod-openapi";
import { emailSchema, newPasswordSchema } from "../../http/credential-schemas.ts";

/** Longer than any token of ours: what is cut off or made up is no good like any other. */
const TOKEN_MAX = 200;

export const resetRequestSchema = z.strictObject({ email: emailSchema }).openapi("ResetRequest");

export const resetRequestedSchema = z
  .object({ state: z.literal("queued") })
  .openapi("ResetRequested");

// oxlint-disable-next-line typescript/explicit-function-return-type -- zod's inferred type is the type
export const resetConfirmationSchema = (passwordMin: number) =>
  z
    .strictObject({
      token: z.string().min(1).max(TOKEN_MAX).meta({
        description: "What follows `#token=` in the link of the mail.",
      }),
      password: newPasswordSchema(passwordMin),
    })
    .openapi("ResetConfirmation");
