import { HTTPException } from "hono/http-exception";
import { type Failure, UnavailableError } from "../domain/failure.ts";
import type { Logger } from "../log.ts";
import type { Context } from "./environment.ts";

/** What to answer for an error that a route threw; logs what operators have to know of it. */
export function failureOf(error: unknown, c: Context, log: Logger): Failure {
  if (error instanceof UnavailableError) {
    // Shedding load has to be cheap: the request's own line tells it.
    if (error.failure.code === "unavailable")
      log.warn({ err: error, request_id: c.get("requestId") }, "a store is away");
    return error.failure;
  }
  // The framework's own exceptions: of its parser of bodies, and of a body without a type.
  if (error instanceof HTTPException && error.status === 400)
    return { code: "malformed_request", detail: "The body is not valid JSON." };
  if (error instanceof HTTPException && error.status === 415)
    return { code: "unsupported_media_type" };
  if (isClientGone(error, c))
    return { code: "malformed_request", detail: "The body did not come whole." };
  log.error({ err: error, request_id: c.get("requestId") }, "request failed");
  return { code: "internal_error" };
}

// Whoever began a body and went, or was too slow, is no fault of ours, and hears no answer: Bun and Node tell it in their ways.
function isClientGone(error: unknown, c: Context): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === "AbortError") return c.req.raw.signal.aborted;
  return error.message === "aborted" && "code" in error && error.code === "ECONNRESET";
}
