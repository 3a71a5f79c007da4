import { createRoute, z } from "@hono/zod-openapi";
import { BEARER_SECURITY } from "../../http/caller.ts";
import {
  CONFIRMED_LIMITS,
  CONFIRMED_PROBLEMS,
  confirmedCaller,
} from "../../http/confirmed-caller.ts";
import { givenPasswordSchema } from "../../http/credential-schemas.ts";
import { jsonContent } from "../../http/json-content.ts";
import { RATE_LIMITS } from "../../http/limit.ts";
import { originOf } from "../../http/origin.ts";
import { BODY_PROBLEMS, problem, problemResponses } from "../../http/problem.ts";
import { type Router, createRouter } from "../../http/router.ts";
import type { Resources } from "../../resources.ts";
import { deleteOwnAccount } from "./delete-own-account.ts";

const deletionSchema = z
  .strictObject({ current_password: givenPasswordSchema })
  .openapi("AccountDeletion");

/** The end of an account, by its owner. */
export function deletionRoutes(resources: Resources): Router {
  const router = createRouter();

  const deleteRoute = createRoute({
    operationId: "deleteOwnUser",
    method: "delete",
    path: "/users/me",
    tags: ["Account"],
    summary: "Delete the account, and all that is known about its owner",
    description:
      "At once and for good; a last mail says so. The address can be registered again, as somebody new.",
    security: BEARER_SECURITY,
    [RATE_LIMITS]: CONFIRMED_LIMITS,
    request: {
      body: {
        required: true,
        content: jsonContent(deletionSchema, { current_password: "correct horse battery" }),
      },
    },
    responses: {
      204: { description: "There is no such account any more." },
      ...problemResponses(...CONFIRMED_PROBLEMS, "last_admin", ...BODY_PROBLEMS),
    },
  });
  router.openapi(deleteRoute, async (c) => {
    const { current_password: currentPassword } = c.req.valid("json");
    const caller = await confirmedCaller(c, resources, currentPassword);
    if (!caller.ok) return problem(c, caller.failure);
    const origin = originOf(c, resources.config);
    const deleted = await deleteOwnAccount(resources, caller.value, origin);
    return deleted.ok ? c.body(null, 204) : problem(c, deleted.failure);
  });

  return router;
}
