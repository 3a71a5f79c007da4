import { createRoute } from "@hono/zod-openapi";
import { verifyCredentials } from "../../credentials.ts";
import { jsonContent } from "../../http/json-content.ts";
import { RATE_LIMITS, spendLimits } from "../../http/limit.ts";
import { originOf } from "../../http/origin.ts";
import { BEARER_CHALLENGE, problem, problemResponses } from "../../http/problem.ts";
import { type Router, createRouter } from "../../http/router.ts";
import type { Resources } from "../../resources.ts";
import { openSession } from "../../sessions/open-session.ts";
import { refreshSession } from "../../sessions/refresh-session.ts";
import {
  SESSION_EXAMPLE,
  describeSession,
  refreshSchema,
  sessionSchema,
  signInSchema,
} from "./schemas.ts";

/** A JSON route must not make a browser ask for a password of its own. */
const NO_DIALOG = { "WWW-Authenticate": BEARER_CHALLENGE };

export function sessionRoutes(resources: Resources): Router {
  const router = createRouter();
  const { config } = resources;

  const signInRoute = createRoute({
    operationId: "signIn",
    method: "post",
    path: "/sessions",
    tags: ["Sessions"],
    summary: "Sign in on a device with e-mail and password",
    [RATE_LIMITS]: ["sign-in.ip", "sign-in.address"] as const,
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
      201: { description: "The session.", content: jsonContent(sessionSchema, SESSION_EXAMPLE) },
      ...problemResponses(
        "invalid_credentials",
        "not_active",
        "account_disabled",
        "payload_too_large",
        "unsupported_media_type",
        "invalid_request",
        "rate_limited",
        "overloaded",
        "unavailable",
      ),
    },
  });
  router.openapi(signInRoute, async (c) => {
    const { email, password, device = "unknown" } = c.req.valid("json");
    const spent = await spendLimits(c, resources, signInRoute[RATE_LIMITS], {
      emailNormalised: email.normalised,
    });
    if (!spent.ok) return problem(c, spent.failure);
    if (password === null) return problem(c, { code: "invalid_credentials" }, NO_DIALOG);
    const verified = await verifyCredentials(resources, { email, password });
    if (!verified.ok) return problem(c, verified.failure, NO_DIALOG);
    const account = verified.value;
    if (account.status === "pending") return problem(c, { code: "not_active" });
    if (account.status === "disabled") return problem(c, { code: "account_disabled" });
    const origin = originOf(c, config);
    const opened = await openSession(resources, { account, device, clientId: null, origin });
    if (!opened.ok) return problem(c, opened.failure, NO_DIALOG);
    return c.json(describeSession(opened.value, resources.accessTokens), 201);
  });

  const refreshRoute = createRoute({
    operationId: "refreshSession",
    method: "post",
    path: "/sessions/refresh",
    tags: ["Sessions"],
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
      ...problemResponses(
        "invalid_refresh_token",
        "payload_too_large",
        "unsupported_media_type",
        "invalid_request",
        "rate_limited",
        "unavailable",
      ),
    },
  });
  router.openapi(refreshRoute, async (c) => {
    const { refresh_token: refreshToken } = c.req.valid("json");
    const nobody = { emailNormalised: null };
    const spent = await spendLimits(c, resources, refreshRoute[RATE_LIMITS], nobody);
    if (!spent.ok) return problem(c, spent.failure);
    const origin = originOf(c, config);
    const renewed = await refreshSession(resources, { refreshToken, clientId: null, origin });
    if (!renewed.ok) return problem(c, renewed.failure);
    return c.json(describeSession(renewed.value, resources.accessTokens), 200);
  });

  return router;
}
