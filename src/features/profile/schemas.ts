import { z } from "@hono/zod-openapi";
import { LOCALES } from "../../domain/locale.ts";
import { USERNAME } from "../../domain/username.ts";

export const profileSchema = z
  .strictObject({
    username: z
      .string()
      .regex(
        USERNAME,
        "must have 3 to 32 of the characters A-Z a-z 0-9 _ . - and begin with a letter or digit",
      )
      .nullable()
      .optional()
      .openapi({
        description: "Unique whatever its case. Null takes it away.",
        pattern: USERNAME.source,
        example: "ada",
      }),
    locale: z.enum(LOCALES).optional(),
  })
  .refine((profile) => Object.keys(profile).length > 0, "must have username or locale")
  .openapi("Profile", { minProperties: 1 });
