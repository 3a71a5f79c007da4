import { createRoute } from "@hono/zod-openapi";
import { describeAccount } from "../../accounts/describe-account.ts";
import { ACCOUNT_EXAMPLE, accountSchema } from "../../http/account-schema.ts";
import {
  BEARER_LIMITS,
  BEARER_PROBLEMS,
  BEARER_SECURITY,
  bearerCaller,
} from "../../http/caller.ts";
import { jsonContent } from "../../http/json-content.ts";
import { RATE_LIMITS } from "../../http/limit.ts";
import { originOf } from "../../http/origin.ts";
import { BODY_PROBLEMS, problem, problemResponses } from "../../http/problem.ts";
import { type Router, createRouter } from "../../http/router.ts";
import type { Resources } from "../../resources.ts";
import { changeProfile } from "./change-profile.ts";
import { profileSchema } from "./schemas.ts";

/** Username and language, by their owner. */
export function profileRoutes(resources: Resources): Router {
  const router = createRouter();

  const changeRoute = createRoute({
    operationId: "changeOwnProfile",
    method: "patch",
    path: "/users/me",
    tags: ["Account"],
    summary: "Change username and language",
    description: "What is not in the body stays as it is. Nothing else can be changed here.",
    security: BEARER_SECURITY,
    [RATE_LIMITS]: BEARER_LIMITS,
    request: {
      body: { required: true, content: jsonContent(profileSchema, { username: "ada" }) },
    },
    responses: {
      200: {
        description: "The account as it is now.",
        content: jsonContent(accountSchema, ACCOUNT_EXAMPLE),
      },
      ...problemResponses(...BEARER_PROBLEMS, "username_taken", ...BODY_PROBLEMS),
    },
  });
  router.openapi(changeRoute, async (c) => {
    const caller = await bearerCaller(c, resources);
    if (!caller.ok) return problem(c, caller.failure);
    const changed = await changeProfile(resources, {
      account: caller.value.account,
      profile: c.req.valid("json"),
      origin: originOf(c, resources.config),
    });
    if (!changed.ok) return problem(c, changed.failure);
    return c.json(await describeAccount(resources, changed.value), 200);
  });

  return router;
}
