import type { MiddlewareHandler } from "hono";
import type { HttpEnvironment } from "./environment.ts";

/**
 * What every answer says to browsers (OWASP HTTP Headers, ASVS 5.0 §3.4): it is no page, it belongs into no page of
 * others, and no cache keeps it. An answer to a page of CORS_ORIGINS stays readable: those ask in the mode of CORS.
 */
const ON_EVERY_ANSWER = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
};

/** A year, and the names below it too (RFC 6797, ASVS 5.0 §3.4.1). */
const TRANSPORT = "max-age=31536000; includeSubDomains";

/** The headers of answers of a service that is reached at this address. */
export const securityHeaders = (publicUrl: string): Record<string, string> => ({
  ...ON_EVERY_ANSWER,
  // Over http browsers ignore it, and a developer's machine wants none.
  ...(new URL(publicUrl).protocol === "https:" ? { "Strict-Transport-Security": TRANSPORT } : {}),
});

/** Puts headers on every answer, unless its route says otherwise. */
export function addHeaders(headers: Record<string, string>): MiddlewareHandler<HttpEnvironment> {
  const fields = Object.entries(headers);
  return async function addMissing(c, next) {
    await next();
    // Not by c.header(), which copies an answer that is made already, body and all.
    const answered = c.res.headers;
    for (const [name, value] of fields) if (!answered.has(name)) answered.set(name, value);
  };
}
