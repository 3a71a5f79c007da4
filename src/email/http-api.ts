import { FetchError, ofetch } from "ofetch";
import type { Delivery, SendMail } from "./provider.ts";

type HttpApiOptions = { apiUrl: string; apiKey: string; timeoutMs: number };

const RETRY_AFTER_MAX_MS = 3_600_000;
const REQUEST_TIMEOUT = 408;
const CONFLICT = 409;
const TOO_EARLY = 425;
const TOO_MANY_REQUESTS = 429;
// Our key or address is wrong: an operator's fault that can be mended while the mail waits.
const MISCONFIGURED = [401, 403, 404];

/** Sends by `POST {apiUrl}/v1/messages` with a Bearer key and an Idempotency-Key. */
export function createHttpApi({ apiUrl, apiKey, timeoutMs }: HttpApiOptions): SendMail {
  const endpoint = `${apiUrl.replace(/\/+$/, "")}/v1/messages`;
  return async ({ messageId, ...body }) => {
    try {
      await ofetch.raw(endpoint, {
        method: "POST",
        headers: { authorization: `Bearer ${apiKey}`, "idempotency-key": messageId },
        body,
        // ofetch's own retries reuse an aborted signal, and its timeout ends at the headers (ofetch #621, #624).
        retry: 0,
        signal: AbortSignal.timeout(timeoutMs),
        // A redirect would carry the key to another host.
        redirect: "error",
        // Any 2xx is an acceptance; the body only has to end within the deadline.
        responseType: "text",
      });
      return { kind: "accepted" };
    } catch (error) {
      if (error instanceof FetchError) return describeRefusal(error);
      // A body that stalls or breaks off is thrown as it is. The mail may have been accepted.
      if (isBrokenOff(error)) return { kind: "retry", reason: "the answer broke off" };
      throw error;
    }
  };
}

const isBrokenOff = (error: unknown): boolean =>
  error instanceof Error && ["TimeoutError", "AbortError", "TypeError"].includes(error.name);

// The reasons are ours: an answer's text can hold the address, or what else the provider likes to repeat.
function describeRefusal(error: FetchError): Delivery {
  const { status } = error;
  if (status === undefined) return { kind: "retry", reason: `no answer: ${nameFault(error)}` };
  const reason = `answered ${status}`;
  const isPassing =
    status >= 500 ||
    status < 400 ||
    [REQUEST_TIMEOUT, CONFLICT, TOO_EARLY, TOO_MANY_REQUESTS, ...MISCONFIGURED].includes(status);
  if (!isPassing) return { kind: "rejected", reason };
  const afterMs = readRetryAfterMs(error.response?.headers.get("retry-after") ?? null, Date.now());
  return { kind: "retry", reason, ...(afterMs === undefined ? {} : { afterMs }) };
}

function nameFault({ cause }: FetchError): string {
  const innermost = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  if (!(innermost instanceof Error)) return "unknown";
  return "code" in innermost && typeof innermost.code === "string"
    ? innermost.code
    : innermost.name;
}

/** Milliseconds of a Retry-After in either form (RFC 9110 §10.2.3), an hour at most; undefined when there is none. */
export function readRetryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), RETRY_AFTER_MAX_MS);
}
