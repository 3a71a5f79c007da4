import { createRoute } from "@hono/zod-openapi";
import { jsonContent } from "../../http/json-content.ts";
import { RATE_LIMITS, spendLimits } from "../../http/limit.ts";
import { preferredLocale } from "../../http/locale.ts";
import { originOf } from "../../http/origin.ts";
import { BODY_PROBLEMS, problem, problemResponses } from "../../http/problem.ts";
import { type Router, createRouter } from "../../http/router.ts";
import type { Resources } from "../../resources.ts";
import { confirmReset } from "./confirm-reset.ts";
import { requestReset } from "./request-reset.ts";
import { resetConfirmationSchema, resetRequestSchema, resetRequestedSchema } from "./schemas.ts";

/** Another password, by who reads the mail of the address. */
export function passwordResetRoutes(resources: Resources): Router {
  const router = createRouter();
  const { config } = resources;

  const requestRoute = createRoute({
    operationId: "requestPasswordReset",
    method: "post",
    path: "/password-resets",
    tags: ["Passwords"],
    summary: "Ask for a link to choose a new password",
    description:
      "The answer is the same whoever has the address, and whether anybody does. An active account gets a mail with a link; the link leads to a page, and is good once.",
    [RATE_LIMITS]: ["reset.ip", "reset.address"] as const,
    request: {
      body: {
        required: true,
        content: jsonContent(resetRequestSchema, { email: "ada@example.com" }),
      },
    },
    responses: {
      202: {
        description: "If somebody active has the address, a mail is on its way.",
        content: jsonContent(resetRequestedSchema, { state: "queued" }),
      },
      ...problemResponses(...BODY_PROBLEMS, "rate_limited", "unavailable"),
    },
  });
  router.openapi(requestRoute, async (c) => {
    const { normalised: emailNormalised } = c.req.valid("json").email;
    const spent = await spendLimits(c, resources, requestRoute[RATE_LIMITS], { emailNormalised });
    if (!spent.ok) return problem(c, spent.failure);
    await requestReset(resources, {
      emailNormalised,
      locale: preferredLocale(c, null),
      origin: originOf(c, config),
    });
    return c.json({ state: "queued" as const }, 202);
  });

  const confirmRoute = createRoute({
    operationId: "confirmPasswordReset",
    method: "post",
    path: "/password-resets/confirm",
    tags: ["Passwords"],
    summary: "Choose a new password with the token of the mail",
    description:
      "Ends all sessions of the account and voids its other links; a mail tells the owner. Nobody is signed in by it.",
    [RATE_LIMITS]: ["reset-confirm.ip"] as const,
    request: {
      body: {
        required: true,
        content: jsonContent(resetConfirmationSchema(config.PASSWORD_MIN), {
          token: "Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZSAhISE",
          password: "correct horse battery",
        }),
      },
    },
    responses: {
      204: { description: "The password is the new one." },
      ...problemResponses(
        "link_expired",
        ...BODY_PROBLEMS,
        "password_refused",
        "rate_limited",
        "overloaded",
        "unavailable",
      ),
    },
  });
  router.openapi(confirmRoute, async (c) => {
    const { token, password } = c.req.valid("json");
    const spent = await spendLimits(c, resources, confirmRoute[RATE_LIMITS], {
      emailNormalised: null,
    });
    if (!spent.ok) return problem(c, spent.failure);
    const origin = originOf(c, config);
    const confirmed = await confirmReset(resources, { token, password, origin });
    return confirmed.ok ? c.body(null, 204) : problem(c, confirmed.failure);
  });

  return router;
}
