import { HTTPException } from "hono/http-exception";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import { UnavailableError } from "./domain/failure.ts";
import { accountRoutes } from "./features/account/routes.ts";
import { docsRoutes } from "./features/docs/routes.ts";
import { healthRoutes } from "./features/health/routes.ts";
import { registrationRoutes } from "./features/registration/routes.ts";
import { limitBody, refuseMalformed, requireJson } from "./http/guards.ts";
import { answerWrongMethod } from "./http/methods.ts";
import { problem } from "./http/problem.ts";
import { logRequests } from "./http/request-log.ts";
import { type Router, createRouter } from "./http/router.ts";
import type { Resources } from "./resources.ts";

export type AppResources = Resources & {
  /** Aborted when the process begins to shut down. */
  draining: AbortSignal;
};

const UNLESS_GIVEN = [
  ["Cache-Control", "no-store"],
  ["Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"],
] as const;

/** The whole HTTP surface: what every request passes, in order, and the features behind it. */
export function createApp(resources: AppResources): Router {
  const { config, log, draining } = resources;
  const app = createRouter();
  const publicUrl = config.PUBLIC_URL.replace(/\/+$/, "");

  app.use(requestId(), async (c, next) => {
    c.set("publicUrl", publicUrl);
    await next();
    // Answers are for nobody's cache and no browser's page, unless their route says otherwise.
    for (const [name, value] of UNLESS_GIVEN) if (!c.res.headers.has(name)) c.header(name, value);
    // A client that keeps its connection would meet a closed one.
    if (draining.aborted) c.header("Connection", "close");
  });
  app.use(logRequests(log, config.TRUSTED_PROXIES));
  app.use(secureHeaders());
  app.use(refuseMalformed, limitBody, requireJson);

  app.route("/", registrationRoutes(resources));
  app.route("/", accountRoutes(resources));
  app.route("/", healthRoutes(resources));
  app.route("/", docsRoutes(app));

  answerWrongMethod(app);
  app.notFound((c) => problem(c, { code: "not_found" }));
  app.onError((error, c) => {
    if (error instanceof UnavailableError) {
      // Shedding load has to be cheap: the request's own line tells it.
      if (error.failure.code === "unavailable")
        log.warn({ err: error, request_id: c.get("requestId") }, "a store is away");
      return problem(c, error.failure);
    }
    // The one exception of the framework that reaches here is its JSON parser's.
    if (error instanceof HTTPException && error.status === 400)
      return problem(c, { code: "malformed_request", detail: "The body is not valid JSON." });
    log.error({ err: error, request_id: c.get("requestId") }, "request failed");
    return problem(c, { code: "internal_error" });
  });
  return app;
}
