import type { MiddlewareHandler } from "hono";
import { type FailureCode, type Outcome, refuse } from "../domain/failure.ts";
import type { PolicyName } from "../limits/policies.ts";
import type { Actor } from "../postgres/audit-entries.ts";
import type { Account } from "../postgres/users.ts";
import {
  BEARER_SECURITY,
  type BearerCaller,
  type CallerResources,
  bearerCaller,
} from "./caller.ts";
import type { Context, HttpEnvironment } from "./environment.ts";
import { isFromOtherSite } from "./other-sites.ts";
import { problem } from "./problem.ts";

/** The routes for administrators, and the limits that stand on all of them. */
export const ADMIN_ROUTES = "/admin/*";
export const ADMIN_LIMITS = ["admin.ip", "admin.account"] as const satisfies PolicyName[];

/** What the contract of every route for administrators says. */
export const ADMIN_CONTRACT = { tags: ["Administration"], security: BEARER_SECURITY };
/** What each of them may answer, beside its own. */
export const ADMIN_PROBLEMS = [
  "invalid_token",
  "admin_only",
  "cross_site",
  "rate_limited",
  "unavailable",
] as const satisfies FailureCode[];

/** The administrator whose access token the request carries. */
export async function adminCaller(
  c: Context,
  resources: CallerResources,
  policies: readonly PolicyName[],
): Promise<Outcome<BearerCaller, "invalid_token" | "admin_only" | "rate_limited">> {
  const caller = await bearerCaller(c, resources, policies);
  return caller.ok && caller.value.account.role !== "admin" ? refuse("admin_only") : caller;
}

/** What stands before every route for administrators: an access token of one, and no request of another site's page. */
export function requireAdmin(resources: CallerResources): MiddlewareHandler<HttpEnvironment> {
  return async function checkAdmin(c, next) {
    if (isFromOtherSite(c)) return problem(c, { code: "cross_site" });
    const caller = await adminCaller(c, resources, ADMIN_LIMITS);
    if (!caller.ok) return problem(c, caller.failure);
    c.set("admin", caller.value.account);
    return next();
  };
}

/** An administrator, as the audit trail names him. */
export const adminActor = ({ id }: Pick<Account, "id">): Actor => ({ kind: "admin", name: id });
