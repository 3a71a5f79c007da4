import { FetchError, ofetch } from "ofetch";
import type { Delivery, SendMail } from "./provider.ts";

type HttpApiOptions = { apiUrl: string; apiKey: string };

const RETRY_AFTER_MAX_MS = 3_600_000;
const REQUEST_TIMEOUT = 408;
const CONFLICT = 409;
const TOO_EARLY = 425;
const TOO_MANY_REQUESTS = 429;
// Our key or address is wrong: an operator's fault that can be mended while the mail waits.
const MISCONFIGURED = [401, 403, 404];

/** Sends by `POST {apiUrl}/v1/messages` with a Bearer key and an Idempotency-Key. */
export function createHttpApi({ apiUrl, apiKey }: HttpApiOptions): SendMail {
  const endpoint = `${apiUrl.replace(/\/+$/, "")}/v1/messages`;
  return async ({ messageId, from, to, subject, text, html }, deadline) => {
    const body = { from: formatSender(from), to, subject, text, html };
    try {
      const response = await ofetch.raw(endpoint, {
        method: "POST",
        headers: { authorization: `Bearer ${apiKey}`, "idempotency-key": messageId },
        body,
        // ofetch's own retries reuse an aborted signal, and its timeout ends at the headers (ofetch #621, #624).
        retry: 0,
        signal: deadline,
        // A redirect would carry the key to another host.
        redirect: "error",
        // The body says nothing we need; it only has to end within the deadline.
        responseType: "text",
        ignoreResponseError: true,
      });
      return describeAnswer(response.status, response.headers.get("retry-after"));
    } catch (error) {
      if (error instanceof FetchError)
        return { kind: "retry", reason: `no answer: ${nameFault(error)}`, isUnclear: true };
      // A body that stalls or breaks off is thrown as it is. The mail may have been accepted.
      if (isBrokenOff(error))
        return { kind: "retry", reason: "the answer broke off", isUnclear: true };
      throw error;
    }
  };
}

const formatSender = ({ name, address }: { name: string; address: string }): string =>
  `${JSON.stringify(name)} <${address}>`;

const isBrokenOff = (error: unknown): boolean =>
  error instanceof Error && ["TimeoutError", "AbortError", "TypeError"].includes(error.name);

// The reasons are ours: an answer's text can hold the address, or what else the provider likes to repeat.
function describeAnswer(status: number, retryAfter: string | null): Delivery {
  if (status >= 200 && status < 300) return { kind: "accepted" };
  const reason = `answered ${status}`;
  const isFinal =
    status >= 400 &&
    status < 500 &&
    ![REQUEST_TIMEOUT, CONFLICT, TOO_EARLY, TOO_MANY_REQUESTS, ...MISCONFIGURED].includes(status);
  if (isFinal) return { kind: "rejected", reason };
  const afterMs = readRetryAfterMs(retryAfter, Date.now());
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
  const text = header?.trim() ?? "";
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : parseHttpDate(text) - nowMs;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), RETRY_AFTER_MAX_MS);
}

/** Milliseconds since 1970 of an HTTP date in any of its three forms (RFC 9110 §5.6.7); NaN for anything else. */
function parseHttpDate(text: string): number {
  if (/^[A-Z][a-z]+, .* GMT$/.test(text)) return Date.parse(text);
  // The asctime form is UTC without saying so.
  const isAsctime = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d [\d:]{8} \d{4}$/.test(text);
  return isAsctime ? Date.parse(`${text} GMT`) : Number.NaN;
}
