import { createRoute } from "@hono/zod-openapi";
import {
  BEARER_LIMITS,
  BEARER_PROBLEMS,
  BEARER_SECURITY,
  bearerCaller,
  confirmPassword,
} from "../../http/caller.ts";
import { jsonContent } from "../../http/json-content.ts";
import { RATE_LIMITS } from "../../http/limit.ts";
import { originOf } from "../../http/origin.ts";
import { BODY_PROBLEMS, problem, problemResponses } from "../../http/problem.ts";
import { type Router, createRouter } from "../../http/router.ts";
import type { Resources } from "../../resources.ts";
import { changePassword } from "./change-password.ts";
import { passwordChangeSchema } from "./schemas.ts";

/** Another password, by who knows the current one. */
export function passwordChangeRoutes(resources: Resources): Router {
  const router = createRouter();

  const changeRoute = createRoute({
    operationId: "changeOwnPassword",
    method: "put",
    path: "/users/me/password",
    tags: ["Account"],
    summary: "Choose another password",
    description:
      "All other sessions end, and a mail tells the owner. Of several changes at once one has an effect.",
    security: BEARER_SECURITY,
    [RATE_LIMITS]: [...BEARER_LIMITS, "password-check.account"] as const,
    request: {
      body: {
        required: true,
        content: jsonContent(passwordChangeSchema(resources.config.PASSWORD_MIN), {
          current_password: "correct horse battery",
          new_password: "wrong zebra accumulator",
        }),
      },
    },
    responses: {
      204: { description: "It is the password from now on." },
      ...problemResponses(
        ...BEARER_PROBLEMS,
        "password_incorrect",
        ...BODY_PROBLEMS,
        "password_refused",
        "overloaded",
      ),
    },
  });
  router.openapi(changeRoute, async (c) => {
    const { current_password: currentPassword, new_password: newPassword } = c.req.valid("json");
    const caller = await bearerCaller(c, resources);
    if (!caller.ok) return problem(c, caller.failure);
    const { account } = caller.value;
    const confirmed = await confirmPassword(c, resources, account, currentPassword);
    if (!confirmed.ok) return problem(c, confirmed.failure);
    const origin = originOf(c, resources.config);
    const changed = await changePassword(resources, caller.value, { newPassword, origin });
    return changed.ok ? c.body(null, 204) : problem(c, changed.failure);
  });

  return router;
}
