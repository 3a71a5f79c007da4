import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import type { HttpEnvironment } from "./environment.ts";

/** What is for operators and administrators is for no page of another origin. */
const OPERATED = /^\/(ops|admin|metrics)(\/|$)/;
/** Chromium keeps an answer no longer than that. */
const PREFLIGHT_SECONDS = 7200;

/**
 * Lets the pages of these origins call the API and read its answers (WHATWG Fetch, CORS). Others are told nothing: their
 * browsers withhold the answer. No cookies are let along: those of our pages are for our pages.
 */
export function allowOrigins(origins: readonly string[]): MiddlewareHandler<HttpEnvironment> {
  const answerAllowed = cors({
    origin: [...origins],
    allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
    allowHeaders: [
      "Authorization",
      "Content-Type",
      "Idempotency-Key",
      "If-Match",
      "Accept-Language",
    ],
    exposeHeaders: [
      "RateLimit",
      "RateLimit-Policy",
      "Retry-After",
      "X-Request-Id",
      "ETag",
      "WWW-Authenticate",
    ],
    maxAge: PREFLIGHT_SECONDS,
  });
  return async function answerOrigin(c, next) {
    if (OPERATED.test(c.req.path)) return next();
    const isPreflight =
      c.req.method === "OPTIONS" && c.req.header("access-control-request-method") !== undefined;
    const isAllowed = origins.includes(c.req.header("origin") ?? "");
    // The library answers every OPTIONS, asked by whomever: those of others go on to the routes.
    if (isAllowed && (isPreflight || c.req.method !== "OPTIONS")) return answerAllowed(c, next);
    await next();
    c.res.headers.append("Vary", "Origin");
  };
}
