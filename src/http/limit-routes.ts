import { type PolicyName, isPolicyName } from "../limits/policies.ts";
import { ADMIN_LIMITS, ADMIN_ROUTES } from "./admin.ts";
import { RATE_LIMITS } from "./limit.ts";
import { OPERATOR_LIMITS, OPERATOR_ROUTES } from "./operator.ts";
import type { Router } from "./router.ts";

/** The routes of an app that have limits, as "POST /users", with the names on them; last those for administrators and operators, as one each. */
export function limitsByRoute(app: Router): ReadonlyMap<string, PolicyName[]> {
  const routes = new Map<string, PolicyName[]>();
  for (const definition of app.openAPIRegistry.definitions) {
    if (definition.type !== "route") continue;
    const {
      method,
      path,
      [RATE_LIMITS]: names,
    } = definition.route as {
      method: string;
      path: string;
      [RATE_LIMITS]?: string[];
    };
    if (names) routes.set(`${method.toUpperCase()} ${path}`, names.filter(isPolicyName));
  }
  return routes.set(ADMIN_ROUTES, [...ADMIN_LIMITS]).set(OPERATOR_ROUTES, [...OPERATOR_LIMITS]);
}

/** The same the other way round: where each limit stands. */
export function routesByLimit(app: Router): ReadonlyMap<PolicyName, string[]> {
  const limits = new Map<PolicyName, string[]>();
  for (const [route, names] of limitsByRoute(app))
    for (const name of names) limits.set(name, [...(limits.get(name) ?? []), route]);
  return limits;
}
