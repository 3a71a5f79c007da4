import { createRoute } from "@hono/zod-openapi";
import type { EmailAddress } from "../../domain/email-address.ts";
import { type Outcome, accept } from "../../domain/failure.ts";
import type { Context } from "../../http/environment.ts";
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

export const REQUEST_LIMITS = ["reset.ip", "reset.address"] as const;
export const CONFIRM_LIMITS = ["reset-confirm.ip"] as const;

/**
 * Takes a request for a link, of the API or of a page, within its limits; the mail is in the language that is asked for.
 * Throws UnavailableError when a store is away.
 */
export async function askForReset(
  c: Context,
  resources: Resources,
  { normalised: emailNormalised }: EmailAddress,
): Promise<Outcome<null, "rate_limited">> {
  const spent = await spendLimits(c, resources, REQUEST_LIMITS, { emailNormalised });
  if (!spent.ok) return spent;
  const origin = originOf(c, resources.config);
  await requestReset(resources, { emailNormalised, locale: preferredLocale(c, null), origin });
  return accept(null);
}

/** Takes a new password by the token of a link, of the API or of a page, within the limits. Throws as confirmReset does. */
export async function chooseByReset(
  c: Context,
  resources: Resources,
  { token, password }: { token: string; password: string },
): Promise<Outcome<null, "rate_limited" | "link_expired" | "password_refused">> {
  const spent = await spendLimits(c, resources, CONFIRM_LIMITS, { emailNormalised: null });
  if (!spent.ok) return spent;
  return confirmReset(resources, { token, password, origin: originOf(c, resources.config) });
}

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
    [RATE_LIMITS]: REQUEST_LIMITS,
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
    const asked = await askForReset(c, resources, c.req.valid("json").email);
    return asked.ok ? c.json({ state: "queued" as const }, 202) : problem(c, asked.failure);
  });

  const confirmRoute = createRoute({
    operationId: "confirmPasswordReset",
    method: "post",
    path: "/password-resets/confirm",
    tags: ["Passwords"],
    summary: "Choose a new password with the token of the mail",
    description:
      "Ends all sessions of the account and voids its other links; a mail tells the owner. Nobody is signed in by it.",
    [RATE_LIMITS]: CONFIRM_LIMITS,
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
    const confirmed = await chooseByReset(c, resources, c.req.valid("json"));
    return confirmed.ok ? c.body(null, 204) : problem(c, confirmed.failure);
  });

  return router;
}
