import { createRoute } from "@hono/zod-openapi";
import { BEARER_SECURITY } from "../../http/caller.ts";
import {
  CONFIRMED_LIMITS,
  CONFIRMED_PROBLEMS,
  confirmedCaller,
} from "../../http/confirmed-caller.ts";
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
    [RATE_LIMITS]: CONFIRMED_LIMITS,
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
      ...problemResponses(...CONFIRMED_PROBLEMS, ...BODY_PROBLEMS, "password_refused"),
    },
  });
  router.openapi(changeRoute, async (c) => {
    const { current_password: currentPassword, new_password: newPassword } = c.req.valid("json");
    const caller = await confirmedCaller(c, resources, currentPassword);
    if (!caller.ok) return problem(c, caller.failure);
    const origin = originOf(c, resources.config);
    const changed = await changePassword(resources, caller.value, { newPassword, origin });
    return changed.ok ? c.body(null, 204) : problem(c, changed.failure);
  });

  return router;
}
