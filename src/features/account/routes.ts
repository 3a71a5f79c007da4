import { createRoute } from "@hono/zod-openapi";
import { describeAccount } from "../../accounts/describe-account.ts";
import { answerJson } from "../../http/answer.ts";
import { ACCOUNT_EXAMPLE, accountSchema } from "../../http/account-schema.ts";
import { BEARER_LIMITS, basicCaller, bearerClaims, hasBearer } from "../../http/caller.ts";
import { RATE_LIMITS } from "../../http/limit.ts";
import { jsonContent } from "../../http/json-content.ts";
import { WRONG_PASSWORDS } from "../../http/wrong-passwords.ts";
import { problem, problemResponses } from "../../http/problem.ts";
import { type Router, createRouter } from "../../http/router.ts";
import type { Resources } from "../../resources.ts";
import { createOwnAccounts } from "./own-accounts.ts";

const PENDING_EXAMPLE = {
  ...ACCOUNT_EXAMPLE,
  status: "pending",
  activated_at: null,
  code: {
    state: "sent",
    expires_at: "2026-01-31T12:01:01.000Z",
    attempts_left: 5,
    resend_after: "2026-01-31T12:00:30.000Z",
  },
} as const;

const BASIC_LIMITS = ["sign-in.ip", "sign-in.address", WRONG_PASSWORDS] as const;

/** An account as its owner sees it. */
export function accountRoutes(resources: Resources): Router {
  const router = createRouter();
  const route = createRoute({
    operationId: "getOwnUser",
    method: "get",
    path: "/users/me",
    tags: ["Account"],
    summary: "The caller's account, and how its code stands",
    security: [{ basic: [] }, { bearer: [] }],
    [RATE_LIMITS]: [...BASIC_LIMITS, ...BEARER_LIMITS] as const,
    responses: {
      200: {
        description: "The account.",
        content: jsonContent(accountSchema, PENDING_EXAMPLE),
      },
      ...problemResponses(
        "invalid_credentials",
        "invalid_token",
        "account_disabled",
        "rate_limited",
        "overloaded",
        "unavailable",
      ),
    },
  });
  const readOwnAccount = createOwnAccounts(resources);
  router.openapi(route, async (c) => {
    if (hasBearer(c)) {
      const claims = await bearerClaims(c, resources);
      const own = claims.ok ? await readOwnAccount(claims.value) : claims;
      return own.ok ? answerJson(c, own.value) : problem(c, own.failure);
    }
    const caller = await basicCaller(c, resources, BASIC_LIMITS);
    if (!caller.ok) return problem(c, caller.failure);
    return answerJson(c, await describeAccount(resources, caller.value));
  });
  return router;
}
