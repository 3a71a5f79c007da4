const PAUSE_MAX_MS = 3_600_000;

/** A pause as it is kept: none in the past, an hour at most. */
export const boundPause = (ms: number): number => Math.min(Math.max(ms, 0), PAUSE_MAX_MS);

/** Milliseconds of a Retry-After in either form (RFC 9110 §10.2.3), an hour at most; undefined when there is none. */
export function readRetryAfterMs(header: string | null, nowMs: number): number | undefined {
  const text = header?.trim() ?? "";
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : parseHttpDate(text) - nowMs;
  return Number.isNaN(ms) ? undefined : boundPause(ms);
}

/** Milliseconds since 1970 of an HTTP date in any of its three forms (RFC 9110 §5.6.7); NaN for anything else. */
function parseHttpDate(text: string): number {
  if (/^[A-Z][a-z]+, .* GMT$/.test(text)) return Date.parse(text);
  // The asctime form is UTC without saying so.
  const isAsctime = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d [\d:]{8} \d{4}$/.test(text);
  return isAsctime ? Date.parse(`${text} GMT`) : Number.NaN;
}
