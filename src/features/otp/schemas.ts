import { z } from "@hono/zod-openapi";
import { ANY_AUDIENCE, isAudience } from "../../domain/audiences.ts";
import { PROOF_FORMATS } from "../../domain/identity-claims.ts";
import { SIGN_IN_PURPOSE } from "../../domain/otp.ts";
import { emailSchema } from "../../http/credential-schemas.ts";
import { signedDetailsSchema } from "../../http/proof-schemas.ts";
import { signedInSchema } from "../../http/session-schemas.ts";
import type { Resources } from "../../resources.ts";

const ID_MAX = 2048;

type AudienceConfig = Pick<
  Resources["config"],
  "TOKEN_AUDIENCE" | "PROOF_AUDIENCES" | "PROOF_KEYS"
>;

/** Whom a proof may be for: whoever is configured, and without a word the service itself. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- zod's inferred type is the type
const audienceSchema = (config: AudienceConfig) => {
  const named = config.PROOF_AUDIENCES ?? [];
  const known = new Set([config.TOKEN_AUDIENCE, ...named]);
  for (const { name } of config.PROOF_KEYS ?? []) known.add(name);
  const isAny = named.includes(ANY_AUDIENCE);
  return z
    .string()
    .refine(
      (text) => known.has(text) || (isAny && isAudience(text)),
      "is no audience of this service",
    )
    .default(config.TOKEN_AUDIENCE)
    .openapi({ type: "string", maxLength: 255, example: "shop" });
};

/** What a code is asked for with. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- zod's inferred type is the type
export const otpRequestSchema = (config: AudienceConfig) =>
  z
    .strictObject({
      email: emailSchema,
      purpose: z
        .string()
        .regex(
          /^[a-z\d][a-z\d._-]{0,31}$/,
          "must be 1 to 32 of a-z, digits and . _ -, and begin with a letter or digit",
        )
        .default(SIGN_IN_PURPOSE)
        .meta({ description: "Your word for what it is for; it is in the proof." }),
      audience: audienceSchema(config).meta({
        description: "Whom the proof is for; the service itself without it. The mail names it.",
      }),
      nonce: z
        .string()
        .regex(
          /^[\u0021-\u007e]{1,255}$/,
          "must be 1 to 255 characters of printable ASCII without blanks",
        )
        .optional()
        .meta({ description: "What ties the proof to a session of yours; it is in the proof." }),
    })
    .openapi("OtpRequest");

export const otpRequestedSchema = z
  .object({
    id: z.string().meta({ description: "What was asked for, sealed: it goes with the code." }),
    expires_at: z.iso.datetime(),
    resend_after: z.iso.datetime().meta({ description: "Before that no other mail is sent." }),
  })
  .openapi("OtpRequested");

/** A code of that many digits, for the API document. */
export const exampleCode = (digits: number): string => "0420133700".slice(0, digits);

/** A code as it is typed: of the usual length, or the longer one of an address whose guesses are spent. */
// oxlint-disable-next-line typescript/explicit-function-return-type -- zod's inferred type is the type
export const otpCheckSchema = ({ digits, longDigits }: Resources["otpPolicy"]) =>
  z
    .strictObject({
      id: z.string().min(1).max(ID_MAX),
      code: z
        .string()
        .regex(
          new RegExp(String.raw`^(\d{${digits}}|\d{${longDigits}})$`),
          `must be a string of ${digits} digits (${longDigits} where the mail has ${longDigits})`,
        )
        .openapi({
          pattern: String.raw`^(\d{${digits}}|\d{${longDigits}})$`,
          example: exampleCode(digits),
        }),
      format: z.enum(PROOF_FORMATS).default("jws").meta({
        description:
          "A JWT that anybody verifies by the key set, or details signed with a shared key.",
      }),
    })
    .openapi("OtpCheck");

export const otpCheckQuerySchema = z.object({
  session: z
    .enum(["true", "false"])
    .default("false")
    .meta({ description: "Opens a session as well, where an active account has the address." }),
});

// Not nullable(): of a schema that extends another one the document would say that it is never null.
const session = z.union([signedInSchema, z.null()]).optional().meta({
  description: "With session=true; null when no active account has the address.",
});
const expires_in = z.int().meta({ description: "Seconds that the proof is good for." });

export const otpCheckedSchema = z
  .discriminatedUnion("format", [
    z.object({ format: z.literal("jws"), proof: z.string(), expires_in, session }),
    z.object({ format: z.literal("hmac"), proof: signedDetailsSchema, expires_in, session }),
  ])
  .openapi("OtpChecked");
