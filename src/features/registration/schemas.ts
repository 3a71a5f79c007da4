import { z } from "@hono/zod-openapi";
import { emailSchema, newPasswordSchema } from "../../http/credential-schemas.ts";

// oxlint-disable-next-line typescript/explicit-function-return-type -- zod's inferred type is the type
export const registrationSchema = (passwordMin: number) =>
  z
    .strictObject({ email: emailSchema, password: newPasswordSchema(passwordMin) })
    .openapi("Registration");

export const registeredSchema = z
  .object({
    id: z.uuid().meta({
      description: "The account's id, if this registration is the one that gets activated.",
      example: "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
    }),
    status: z.literal("pending"),
  })
  .openapi("Registered");

const IDEMPOTENCY_KEY_MAX = 255;

export const idempotencyHeadersSchema = z.object({
  "idempotency-key": z
    .string()
    .min(1)
    .max(IDEMPOTENCY_KEY_MAX)
    .regex(/^[\u0020-\u007e]+$/, "must be printable ASCII")
    .optional()
    .openapi({
      description: "Repeats with the same key and body within 24 hours have one effect.",
      example: "0b9d6f4e-1d1c-4a53-8a44-4f3c3c6f1c7e",
    }),
});

export const activationSchema = z
  .strictObject({
    code: z
      .string()
      .regex(/^(\d{4}|\d{8})$/, "must be a string of 4 digits (8 where the mail has 8)")
      .openapi({ pattern: "^(\\d{4}|\\d{8})$", example: "0420" }),
  })
  .openapi("Activation");

export const activatedSchema = z.object({ status: z.literal("active") }).openapi("Activated");

export const codeRequestedSchema = z
  .object({
    state: z.literal("queued"),
    resend_after: z.iso.datetime().meta({ description: "The next code can be asked for then." }),
  })
  .openapi("CodeRequested");
