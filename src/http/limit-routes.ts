import { type PolicyName, isPolicyName } from "../limits/policies.ts";
import { ADMIN_LIMITS, ADMIN_ROUTES } from "./admin.ts";
import { RATE_LIMITS } from "./limit.ts";
import { OPERATOR_LIMITS, OPERATOR_ROUTES } from "./operator.ts";
import type { Router } from "./router.ts";

/** Routes, as "POST /users", with the names of the limits on them. */
export type RouteLimits = ReadonlyMap<string, readonly PolicyName[]>;

/** The routes of an app that have limits, then those of its pages; last those for administrators and operators, as one each. */
export function limitsByRoute(app: Router, ofPages: RouteLimits = new Map()): RouteLimits {
  const routes = new Map<string, readonly PolicyName[]>();
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
  for (const [route, names] of ofPages) routes.set(route, names);
  return routes.set(ADMIN_ROUTES, [...ADMIN_LIMITS]).set(OPERATOR_ROUTES, [...OPERATOR_LIMITS]);
}

/** The same the other way round: where each limit stands. */
export function routesByLimit(routes: RouteLimits): ReadonlyMap<PolicyName, string[]> {
  const limits = new Map<PolicyName, string[]>();
  for (const [route, names] of routes)
    for (const name of names) limits.set(name, [...(limits.get(name) ?? []), route]);
  return limits;
}
