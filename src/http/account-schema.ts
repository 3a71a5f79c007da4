import { z } from "@hono/zod-openapi";
import { CODE_STATES } from "../accounts/describe-account.ts";
import { LOCALES } from "../domain/locale.ts";
import { ACCOUNT_STATUSES, ROLES } from "../postgres/users.ts";

const timestamp = z.iso.datetime().openapi({ example: "2026-01-31T12:00:00.000Z" });

const codeShape = {
  state: z.enum(CODE_STATES).meta({
    description:
      "unsent: no provider took it in time, ask for a new one. undeliverable: mail to the address is refused or comes back.",
  }),
  expires_at: timestamp.nullable().meta({ description: "Null unless a code can be typed now." }),
  attempts_left: z.int().openapi({ example: 5 }),
  resend_after: timestamp.meta({ description: "The next code can be asked for then." }),
};

const emailChangeSchema = z
  .object({ email: z.email().openapi({ example: "ada@new.example" }), ...codeShape })
  .openapi("EmailChange");

/** An account as its owner sees it. */
export const accountSchema = z
  .object({
    id: z.uuid(),
    email: z.email().openapi({ example: "ada@example.com" }),
    username: z.string().nullable().openapi({ example: "ada" }),
    status: z.enum(ACCOUNT_STATUSES),
    role: z.enum(ROLES),
    locale: z.enum(LOCALES).meta({ description: "The language of its mails." }),
    created_at: timestamp,
    activated_at: timestamp.nullable(),
    email_state: z.enum(["ok", "undeliverable"]).meta({
      description: "undeliverable: mail to the address is refused or comes back.",
    }),
    // A reference that is made nullable comes out as a contradiction.
    email_change: z.union([emailChangeSchema, z.null()]).meta({
      description: "The address that it is to have, until its code comes back.",
    }),
    code: z
      .object(codeShape)
      .openapi("CodeStanding")
      .optional()
      .meta({ description: "While pending: how the newest code stands." }),
  })
  .openapi("Account");

export const ACCOUNT_EXAMPLE: z.input<typeof accountSchema> = {
  id: "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
  email: "ada@example.com",
  username: "ada",
  status: "active",
  role: "user",
  locale: "en",
  created_at: "2026-01-31T12:00:00.000Z",
  activated_at: "2026-01-31T12:00:41.000Z",
  email_state: "ok",
  email_change: null,
};
