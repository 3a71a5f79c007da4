import type { MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import type { Logger } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import type { Context, HttpEnvironment } from "./environment.ts";
import { requestAddress } from "./limit.ts";

/**
 * One line and one measurement a request. Only these fields: the route's pattern instead of the path, so that nothing a client typed
 * gets into a log, and the client's address with the status, which fail2ban and CrowdSec read.
 */
export function logRequests(
  { log, metrics }: { log: Logger; metrics: Pick<Metrics, "requestSeconds"> },
  trustedProxies: number,
): MiddlewareHandler<HttpEnvironment> {
  return async function logRequest(c, next) {
    const startedAt = performance.now();
    await next();
    const durationMs = performance.now() - startedAt;
    const route = matchedPattern(c);
    const method = c.req.method.slice(0, 10);
    const status = answeredStatus(c);
    const labels = { method, route: route ?? "other", status: String(status) };
    metrics.requestSeconds.observe(labels, durationMs / 1000);
    log.info(
      {
        request_id: c.get("requestId"),
        method,
        route,
        status,
        code: c.get("failureCode"),
        client: requestAddress(c, trustedProxies),
        duration_ms: Math.round(durationMs),
      },
      "request",
    );
  };
}

/** The pattern of the route that a request met; null without one. */
// The first: behind it stand those that answer 405, also for patterns that fit the same path.
export const matchedPattern = (c: Context): string | null =>
  matchedRoutes(c).find(({ path }) => !path.endsWith("*"))?.path ?? null;

/** The status that went out. */
// No answer of ours can have 101: servers write it by themselves.
export const answeredStatus = (c: Context): number =>
  c.get("isUpgraded") === true ? 101 : c.res.status;
