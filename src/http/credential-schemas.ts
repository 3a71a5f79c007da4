import { z } from "@hono/zod-openapi";
import { parseEmailAddress } from "../domain/email-address.ts";
import {
  PASSWORD_MAX_BYTES,
  PASSWORD_MAX_CHARACTERS,
  countCharacters,
  normalisePassword,
} from "../domain/password.ts";

/** An e-mail address, read. */
export const emailSchema = z
  .string()
  .transform((text, context) => {
    const email = parseEmailAddress(text);
    if (email) return email;
    context.addIssue({ code: "custom", message: "is not an e-mail address" });
    return z.NEVER;
  })
  .openapi({ type: "string", format: "email", maxLength: 254, example: "ada@example.com" });

/** A password to come: in the form that is hashed, and long enough. */
export const newPasswordSchema = (charactersMin: number): z.ZodType<string, string> =>
  z
    .string()
    .transform((text, context) => {
      const password = normalisePassword(text);
      if (password !== null && countCharacters(password) >= charactersMin) return password;
      context.addIssue({
        code: "custom",
        message: `must have ${charactersMin} to ${PASSWORD_MAX_CHARACTERS} characters (${PASSWORD_MAX_BYTES} bytes at most) and no control characters`,
      });
      return z.NEVER;
    })
    .openapi({
      type: "string",
      format: "password",
      minLength: charactersMin,
      maxLength: PASSWORD_MAX_CHARACTERS,
      example: "correct horse battery",
    });

/** A password that is compared: whatever no account can have becomes null, and is wrong like any other. */
export const givenPasswordSchema = z
  .string()
  .max(PASSWORD_MAX_BYTES)
  .transform((text) => normalisePassword(text))
  .openapi({
    type: "string",
    format: "password",
    maxLength: PASSWORD_MAX_BYTES,
    example: "correct horse battery",
  });

/** Longer than any token of ours. */
const LINK_TOKEN_MAX = 200;

/** The token of a mail's link. Whatever is cut off or made up leads nowhere, as one that was used does. */
export const linkTokenSchema = z.string().min(1).max(LINK_TOKEN_MAX).openapi({
  description: "What follows `#token=` in the link of the mail.",
  example: "Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZSAhISE",
});
