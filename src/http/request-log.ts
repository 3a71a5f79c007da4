import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { Logger } from "../log.ts";
import type { HttpEnvironment } from "./environment.ts";
import { requestAddress } from "./limit.ts";

/**
 * One line a request. Only these fields: the route's pattern instead of the path, so that nothing a client typed
 * gets into a log, and the client's address with the status, which fail2ban and CrowdSec read.
 */
export function logRequests(
  log: Logger,
  trustedProxies: number,
): MiddlewareHandler<HttpEnvironment> {
  return async function logRequest(c, next) {
    const startedAt = performance.now();
    await next();
    const route = routePath(c, -1);
    log.info(
      {
        request_id: c.get("requestId"),
        method: c.req.method.slice(0, 10),
        route: route.endsWith("*") ? null : route,
        status: c.res.status,
        code: c.get("failureCode"),
        client: requestAddress(c, trustedProxies),
        duration_ms: Math.round(performance.now() - startedAt),
      },
      "request",
    );
  };
}
