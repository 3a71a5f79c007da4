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
