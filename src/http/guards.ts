import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Context, HttpEnvironment } from "./environment.ts";
import { problem } from "./problem.ts";

/** What a request of a client may have; a route can bear more. */
export const BODY_BYTES_MAX = 16_384;
/** All request header fields together; also the server's own cap on Node. */
export const HEADER_BYTES_MAX = 8192;
/** Of a field on the wire, besides its name and value. */
export const FIELD_OVERHEAD_BYTES = 4;

/** The bytes of all request header fields together. */
export function sizeOfFields(fields: Iterable<readonly [name: string, value: string]>): number {
  let bytes = 0;
  for (const [name, value] of fields) bytes += name.length + value.length + FIELD_OVERHEAD_BYTES;
  return bytes;
}

/** The paths of posts that have guards of their own: for a body of any type, or of any type and size. */
type OwnGuards = { anyType: ReadonlySet<string>; anyBody: ReadonlySet<string> };

/**
 * Refuses requests that no route should see: ambiguous hosts and oversized headers; bodies that are too long, or anything
 * but plain application/json in UTF-8: no compression, no other type, not even none.
 */
export function guardRequests({ anyType, anyBody }: OwnGuards): MiddlewareHandler<HttpEnvironment> {
  const limitBodies = limitBody(BODY_BYTES_MAX);
  return async function guardRequest(c, next) {
    const { hostCount, headerBytes } = c.env;
    if (hostCount > 1)
      return problem(c, {
        code: "malformed_request",
        detail: "There is more than one Host field.",
      });
    if (headerBytes > HEADER_BYTES_MAX) return problem(c, { code: "headers_too_large" });
    const { method, path, raw } = c.req;
    if (method === "POST" && anyBody.has(path)) return next();
    if (method === "POST" && anyType.has(path)) return limitBodies(c, next);
    return limitBodies(c, async () => {
      if (!hasBody(raw.headers) || isJson(raw.headers)) await next();
      else c.res = problem(c, { code: "unsupported_media_type" });
    });
  };
}

/** Whether a request announces a body (RFC 9112 §6.3). A type without one is checked too. */
export const hasBody = (headers: Headers): boolean =>
  headers.has("transfer-encoding") ||
  headers.has("content-type") ||
  (headers.get("content-length") ?? "0") !== "0";

function isJson(headers: Headers): boolean {
  const encoding = headers.get("content-encoding");
  return (
    (encoding === null || encoding === "identity") &&
    /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(
      headers.get("content-type") ?? "",
    )
  );
}

/** Bounds the body: by the length that it is announced with, and while it is read where there is none, as of a chunked one. */
export function limitBody(bytesMax: number): MiddlewareHandler<HttpEnvironment> {
  const refuse = (c: Context): Response =>
    problem(c, { code: "payload_too_large", detail: `A body may have ${bytesMax} bytes.` });
  const limitWhileRead = bodyLimit({ maxSize: bytesMax, onError: refuse });
  return async function limitAnnounced(c, next) {
    const { method, raw } = c.req;
    if (method === "GET" || method === "HEAD") return next();
    const length = raw.headers.get("content-length");
    // The library asks for the body first, and Node's server makes a stream of it for whoever asks: a tenth of a millisecond.
    if (length === null || raw.headers.has("transfer-encoding")) return limitWhileRead(c, next);
    return Number.parseInt(length, 10) > bytesMax ? refuse(c) : next();
  };
}
