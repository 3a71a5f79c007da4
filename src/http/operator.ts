import type { MiddlewareHandler } from "hono";
import { type FailureCode, type Outcome, accept, refuse } from "../domain/failure.ts";
import type { PolicyName } from "../limits/policies.ts";
import { adminCaller } from "./admin.ts";
import { parseBasic } from "./basic-auth.ts";
import { BEARER_SECURITY, type CallerResources, readBearer } from "./caller.ts";
import { createCredentialCheck } from "./credential-check.ts";
import type { Context, HttpEnvironment } from "./environment.ts";
import { spendLimits } from "./limit.ts";
import { isFromOtherSite } from "./other-sites.ts";
import { problem } from "./problem.ts";

/** The routes for operators, and the limits that stand on all of them. */
export const OPERATOR_ROUTES = "/ops/*";
export const OPERATOR_LIMITS: readonly PolicyName[] = ["ops.ip"];

/** What the contract of every route for operators says. */
export const OPERATOR_CONTRACT = {
  tags: ["Operations"],
  security: [{ operator: [] }, ...BEARER_SECURITY],
};
/** What each of them may answer, beside its own. */
export const OPERATOR_PROBLEMS = [
  "invalid_credentials",
  "invalid_token",
  "admin_only",
  "cross_site",
  "rate_limited",
  "unavailable",
] as const satisfies FailureCode[];

/**
 * What stands before every route for operators: limits, their password or an administrator's access token, and no
 * request of another site's page. The password does without Postgres.
 */
export function requireOperator(resources: CallerResources): MiddlewareHandler<HttpEnvironment> {
  const { OPS_USER, OPS_PASSWORD = "" } = resources.config;
  const isOperator = createCredentialCheck([{ name: OPS_USER, secret: OPS_PASSWORD }]);

  async function findOperator(c: Context): Promise<Outcome<string, OperatorRefusal>> {
    const authorization = c.req.header("authorization");
    if (readBearer(authorization) !== null) {
      const caller = await adminCaller(c, resources, OPERATOR_LIMITS);
      return caller.ok ? accept(caller.value.account.id) : caller;
    }
    const spent = await spendLimits(c, resources, OPERATOR_LIMITS, { emailNormalised: null });
    if (!spent.ok) return spent;
    const given = parseBasic(authorization);
    return given && isOperator(given.user, given.password)
      ? accept(given.user)
      : refuse("invalid_credentials");
  }

  return async function checkOperator(c, next) {
    // A browser sends Basic credentials along with whatever another site makes it ask for.
    if (isFromOtherSite(c)) return problem(c, { code: "cross_site" });
    const operator = await findOperator(c);
    if (!operator.ok) return problem(c, operator.failure);
    c.set("operator", operator.value);
    return next();
  };
}

type OperatorRefusal = "invalid_credentials" | "invalid_token" | "admin_only" | "rate_limited";
