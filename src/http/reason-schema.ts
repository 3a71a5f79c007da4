import { z } from "@hono/zod-openapi";

const REASON_MAX = 500;

/** Why an operator does something: it is kept, for those who come after. */
export const reasonSchema = z
  .string()
  .trim()
  .min(1, "must say why, for those who come after")
  .max(REASON_MAX)
  .regex(/^\P{C}*$/u, "must be text without control characters")
  // The document's own pattern: JSON Schema has no flags.
  .openapi({
    pattern: "^[^\\u0000-\\u001f]*$",
    example: "too tight for a school behind one address",
  });
