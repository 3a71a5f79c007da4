import { z } from "@hono/zod-openapi";
import type { Resources } from "../resources.ts";
import type { SessionTokens } from "../sessions/open-session.ts";

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

export const signedInSchema = sessionSchema
  .extend({
    device_token: z.string().meta({
      description:
        "Keep it, and send it at the next sign-in: wrong passwords of others do not count for this device.",
    }),
  })
  .openapi("SignedIn");

type SessionAnswer = z.input<typeof sessionSchema>;

/** Tokens as our own sign-in answers them. */
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

export const SIGNED_IN_EXAMPLE: z.input<typeof signedInSchema> = {
  ...SESSION_EXAMPLE,
  device_token:
    "20484.0d9a6b3f-9d2c-4c55-8a4b-7b0c1d9e3f2b.c2lnbmF0dXJlc2lnbmF0dXJlc2lnbmF0dXJlc2lnbmF",
};
