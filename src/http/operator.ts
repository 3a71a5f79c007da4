import type { MiddlewareHandler } from "hono";
import type { FailureCode } from "../domain/failure.ts";
import type { PolicyName } from "../limits/policies.ts";
import type { Resources } from "../resources.ts";
import { parseBasic } from "./basic-auth.ts";
import { createCredentialCheck } from "./credential-check.ts";
import type { HttpEnvironment } from "./environment.ts";
import { type LimitResources, spendLimits } from "./limit.ts";
import { problem } from "./problem.ts";

/** The routes for operators, and the limits that stand on all of them. */
export const OPERATOR_ROUTES = "/ops/*";
export const OPERATOR_LIMITS: readonly PolicyName[] = ["ops.ip"];

/** What the contract of every route for operators says. */
export const OPERATOR_CONTRACT = { tags: ["Operations"], security: [{ operator: [] }] };
/** What each of them may answer, beside its own. */
export const OPERATOR_PROBLEMS = [
  "invalid_credentials",
  "cross_site",
  "rate_limited",
  "unavailable",
] as const satisfies FailureCode[];

/** What stands before every route for operators: limits, their password, and no request of another site's page. */
export function requireOperator(
  resources: LimitResources & Pick<Resources, "config">,
): MiddlewareHandler<HttpEnvironment> {
  const { OPS_USER, OPS_PASSWORD = "" } = resources.config;
  const isOperator = createCredentialCheck([{ name: OPS_USER, secret: OPS_PASSWORD }]);
  return async function checkOperator(c, next) {
    // A browser sends Basic credentials along with whatever another site makes it ask for.
    const site = c.req.header("sec-fetch-site") ?? "none";
    if (site !== "same-origin" && site !== "none") return problem(c, { code: "cross_site" });
    const spent = await spendLimits(c, resources, OPERATOR_LIMITS, { emailNormalised: null });
    if (!spent.ok) return problem(c, spent.failure);
    const given = parseBasic(c.req.header("authorization"));
    if (!given || !isOperator(given.user, given.password))
      return problem(c, { code: "invalid_credentials" });
    c.set("operator", given.user);
    return next();
  };
}
