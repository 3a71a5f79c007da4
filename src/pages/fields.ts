import type { z } from "@hono/zod-openapi";
import type { Locale } from "../domain/locale.ts";
import { emailSchema, givenPasswordSchema, newPasswordSchema } from "../http/credential-schemas.ts";
import type { Form } from "../http/form.ts";
import { say } from "./sayings.ts";
import type { Saying } from "./words/common.ts";

/** How a field is read, and what is said of one that cannot be. */
export type Field<Value> = {
  schema: z.ZodType<Value, string | undefined>;
  saying: Saying;
  values?: Readonly<Record<string, string>>;
};

/** Whose account it is. */
export const EMAIL = { schema: emailSchema, saying: "email_invalid" } as const;
/** The password of whoever has to say who he is; of him who is signed in it is the current one. */
export const PASSWORD = { schema: givenPasswordSchema, saying: "invalid_credentials" } as const;
export const CURRENT_PASSWORD = { ...PASSWORD, saying: "password_incorrect" } as const;
/** A password to come. */
export const newPassword = (charactersMin: number): Field<string> => ({
  schema: newPasswordSchema(charactersMin),
  saying: "password_length",
  values: { min: String(charactersMin) },
});

type Fields = Record<string, Field<unknown>>;
type Values<Read extends Fields> = {
  [Name in keyof Read]: Read[Name] extends Field<infer Value> ? Value : never;
};

/** Reads fields of a form by the schemas that the API has; else says of each what is wrong with it. */
export function readFields<Read extends Fields>(
  form: Form,
  fields: Read,
  locale: Locale,
): { ok: true; value: Values<Read> } | { ok: false; errors: Record<string, string> } {
  const read: Record<string, unknown> = {};
  const errors: Record<string, string> = {};
  for (const [name, { schema, saying, values }] of Object.entries(fields)) {
    const parsed = schema.safeParse(form.get(name) ?? "");
    if (parsed.success) read[name] = parsed.data;
    else errors[name] = say(locale, saying, values);
  }
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  return { ok: true, value: read as Values<Read> };
}
