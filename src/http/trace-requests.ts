import type { MiddlewareHandler } from "hono";
import type { Tracing } from "../tracing/tracing.ts";
import type { HttpEnvironment } from "./environment.ts";
import { answeredStatus, matchedPattern } from "./request-log.ts";

// RFC 9110 §9, and PATCH of RFC 5789: whatever else a client writes there is not told.
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"]);

/**
 * A SERVER span a request, which goes on with its client's trace (W3C traceparent). Attributes are those of OpenTelemetry's
 * stable conventions that tell nothing of the client: the route's pattern instead of the path. Probes are not traced.
 */
export function traceRequests(
  tracer: Tracing,
  publicUrl: string,
): MiddlewareHandler<HttpEnvironment> {
  const scheme = new URL(publicUrl).protocol.slice(0, -1);
  return async function traceRequest(c, next) {
    const { path } = c.req;
    if (path.startsWith("/health/") || path === "/metrics") return next();
    const method = METHODS.has(c.req.method) ? c.req.method : "_OTHER";
    const name = method === "_OTHER" ? "HTTP" : method;
    const attributes = { "http.request.method": method, "url.scheme": scheme };
    const parent = c.req.header("traceparent") ?? null;
    await tracer.within({ name, kind: "server", attributes, parent }, async (span) => {
      await next();
      const route = matchedPattern(c);
      const status = answeredStatus(c);
      if (route !== null) span.rename(`${name} ${route}`);
      const code = c.get("failureCode");
      span.set({
        "http.response.status_code": status,
        ...(route === null ? {} : { "http.route": route }),
        ...(code === undefined ? {} : { "latchkey.problem.code": code }),
      });
      if (status >= 500) span.fail(String(status));
    });
  };
}
