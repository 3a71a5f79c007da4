import { z } from "@hono/zod-openapi";
import { emailSchema, givenPasswordSchema } from "../../http/credential-schemas.ts";
import { SESSION_EXAMPLE } from "../../http/session-schemas.ts";
import type { Session } from "../../postgres/sessions.ts";

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
