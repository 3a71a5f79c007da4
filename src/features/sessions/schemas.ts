import { z } from "@hono/zod-openapi";
import { emailSchema, givenPasswordSchema } from "../../http/credential-schemas.ts";
import type { Session } from "../../postgres/sessions.ts";
import type { Resources } from "../../resources.ts";
import type { SessionTokens } from "../../sessions/open-session.ts";

const DEVICE_MAX = 100;
const TOKEN_MAX = 512;

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
    device_token: z.string().min(1).max(TOKEN_MAX).optional().meta({
      description: "What an earlier sign-in on this device got, whatever became of its session.",
    }),
  })
  .openapi("SignIn");

export const refreshSchema = z
  .strictObject({ refresh_token: z.string().min(1).max(TOKEN_MAX) })
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

const timestamp = z.iso.datetime();

export const sessionsSchema = z
  .object({
    sessions: z.array(
      z.object({
        id: z.uuid(),
        device: z.string(),
        ip: z.string().meta({ description: "Where it was used last." }),
        created_at: timestamp,
        last_used_at: timestamp.meta({ description: "When it was made, or renewed last." }),
        current: z.boolean().meta({ description: "The one that asks." }),
      }),
    ),
  })
  .openapi("Sessions");

type SessionsAnswer = z.input<typeof sessionsSchema>;

/** A session in its owner's list. */
export const describeDevice = (
  { id, device, ip, createdAt, lastUsedAt }: Session,
  currentId: string,
): SessionsAnswer["sessions"][number] => ({
  id,
  device,
  ip,
  created_at: createdAt.toISOString(),
  last_used_at: lastUsedAt.toISOString(),
  current: id === currentId,
});

export const SESSIONS_EXAMPLE: SessionsAnswer = {
  sessions: [
    {
      id: SESSION_EXAMPLE.session_id,
      device: "Safari on iOS",
      ip: "198.51.100.7",
      created_at: "2026-01-31T12:00:00.000Z",
      last_used_at: "2026-01-31T12:25:00.000Z",
      current: true,
    },
  ],
};
