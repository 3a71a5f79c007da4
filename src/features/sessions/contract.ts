import { createRoute, z } from "@hono/zod-openapi";
import { BEARER_LIMITS, BEARER_PROBLEMS, BEARER_SECURITY } from "../../http/caller.ts";
import { jsonContent } from "../../http/json-content.ts";
import { RATE_LIMITS } from "../../http/limit.ts";
import { BODY_PROBLEMS, problemResponses } from "../../http/problem.ts";
import { SIGN_IN_LIMITS } from "../../http/sign-in.ts";
import {
  SESSION_EXAMPLE,
  SIGNED_IN_EXAMPLE,
  sessionSchema,
  signedInSchema,
} from "../../http/session-schemas.ts";
import { SESSIONS_EXAMPLE, refreshSchema, sessionsSchema, signInSchema } from "./schemas.ts";

const OWN = {
  tags: ["Sessions"],
  security: BEARER_SECURITY,
  [RATE_LIMITS]: BEARER_LIMITS,
};

export const signInRoute = createRoute({
  operationId: "signIn",
  tags: ["Sessions"],
  method: "post",
  path: "/sessions",
  summary: "Sign in on a device with e-mail and password",
  [RATE_LIMITS]: SIGN_IN_LIMITS,
  request: {
    body: {
      required: true,
      content: jsonContent(signInSchema, {
        email: "ada@example.com",
        password: "correct horse battery",
      }),
    },
  },
  responses: {
    201: { description: "The session.", content: jsonContent(signedInSchema, SIGNED_IN_EXAMPLE) },
    ...problemResponses(
      "invalid_credentials",
      "not_active",
      "account_disabled",
      ...BODY_PROBLEMS,
      "rate_limited",
      "overloaded",
      "unavailable",
    ),
  },
});

export const refreshRoute = createRoute({
  operationId: "refreshSession",
  tags: ["Sessions"],
  method: "post",
  path: "/sessions/refresh",
  summary: "Renew a session with its newest refresh token",
  description:
    "The answer carries a new refresh token; the one it replaces is good for ten more seconds, for a lost reply, and gives the same new one. Any older one ends the session.",
  [RATE_LIMITS]: ["refresh.ip"] as const,
  request: {
    body: {
      required: true,
      content: jsonContent(refreshSchema, { refresh_token: SESSION_EXAMPLE.refresh_token }),
    },
  },
  responses: {
    200: {
      description: "The session, renewed.",
      content: jsonContent(sessionSchema, SESSION_EXAMPLE),
    },
    ...problemResponses("invalid_refresh_token", ...BODY_PROBLEMS, "rate_limited", "unavailable"),
  },
});

export const listRoute = createRoute({
  ...OWN,
  operationId: "listSessions",
  method: "get",
  path: "/sessions",
  summary: "The devices on which the caller is signed in, the one used last first",
  responses: {
    200: { description: "The sessions.", content: jsonContent(sessionsSchema, SESSIONS_EXAMPLE) },
    ...problemResponses(...BEARER_PROBLEMS),
  },
});

export const endCurrentRoute = createRoute({
  ...OWN,
  operationId: "signOut",
  method: "delete",
  path: "/sessions/current",
  summary: "Sign out on this device",
  responses: {
    204: { description: "It is signed out." },
    ...problemResponses("payload_too_large", ...BEARER_PROBLEMS),
  },
});

export const endOneRoute = createRoute({
  ...OWN,
  operationId: "endSession",
  method: "delete",
  path: "/sessions/{id}",
  summary: "Sign out on one device",
  request: { params: z.object({ id: z.uuid() }) },
  responses: {
    204: { description: "It is signed out." },
    ...problemResponses("not_found", "payload_too_large", ...BEARER_PROBLEMS),
  },
});

export const endOthersRoute = createRoute({
  ...OWN,
  operationId: "endOtherSessions",
  method: "delete",
  path: "/sessions",
  summary: "Sign out on all other devices",
  responses: {
    204: { description: "They are signed out." },
    ...problemResponses("payload_too_large", ...BEARER_PROBLEMS),
  },
});
