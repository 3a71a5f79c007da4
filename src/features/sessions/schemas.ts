import { z } from "@hono/zod-openapi";
import { emailSchema, givenPasswordSchema } from "../../http/credential-schemas.ts";
import type { Resources } from "../../resources.ts";
import type { SessionTokens } from "../../sessions/open-session.ts";

const DEVICE_MAX = 100;
const REFRESH_TOKEN_MAX = 512;

export const signInSchema = z
  .strictObject({
    email: emailSchema,
    password: givenPasswordSchema,
    device: z
      .string()
      .trim()
      .min(1)
      .max(DEVICE_MAX)
      .regex(/^\P{C}*$/u, "must be text without control characters")
      .optional()
      .openapi({ pattern: "^[^\\u0000-\\u001f]*$", example: "Ada's phone" }),
  })
  .openapi("SignIn");

export const refreshSchema = z
  .strictObject({ refresh_token: z.string().min(1).max(REFRESH_TOKEN_MAX) })
  .openapi("Refresh");

export const sessionSchema = z
  .object({
    session_id: z.uuid(),
    access_token: z.string(),
    token_type: z.literal("Bearer"),
    expires_in: z.int().meta({ description: "Seconds that the access token is good for." }),
    refresh_token: z.string(),
    refresh_expires_in: z.int().meta({ description: "Seconds, unless it is used before." }),
  })
  .openapi("Session");

type SessionAnswer = z.input<typeof sessionSchema>;

export const describeSession = (
  { sessionId, accessToken, refreshToken, refreshLifeSeconds }: SessionTokens,
  { lifeSeconds }: Resources["accessTokens"],
): SessionAnswer => ({
  session_id: sessionId,
  access_token: accessToken,
  token_type: "Bearer",
  expires_in: lifeSeconds,
  refresh_token: refreshToken,
  refresh_expires_in: Math.floor(refreshLifeSeconds),
});

export const SESSION_EXAMPLE: SessionAnswer = {
  session_id: "7b0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
  access_token: "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCJ9.e30.c2lnbmF0dXJl",
  token_type: "Bearer",
  expires_in: 300,
  refresh_token: "Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZSAhISE",
  refresh_expires_in: 2_592_000,
};
