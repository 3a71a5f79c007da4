export type Patience = {
  /** How often a request is sent again at most; 5 without it. */
  repeatsMax?: number;
  /** Milliseconds after which nothing is sent again; a minute without it. Longer waits are not begun. */
  waitMaxMs?: number;
  /** For tests. */
  clock?: Clock;
};

export type Clock = {
  now(): number;
  /** Rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
};

type Send = (request: Request) => Promise<Response>;

/** Refusals after which the same request can succeed; of all others, like `code_exhausted`, only another one can. */
const PASSING = new Set([
  "rate_limited",
  "resend_too_soon",
  "idempotency_in_flight",
  "overloaded",
  "unavailable",
  // OAuth's word for the same (RFC 6749 §4.1.2.1).
  "temporarily_unavailable",
]);
/** So that not all who were told the same come back at once. */
const SPREAD = 0.1;

/**
 * Sends requests, and sends them again when the answer says when that helps (`Retry-After`, RFC 9110 §10.2.3). The last
 * answer is given back where it does not, or not soon enough. What `send` throws is thrown on; an aborted wait throws the
 * signal's reason.
 */
export function patientFetch(
  send: Send,
  { repeatsMax = 5, waitMaxMs = 60_000, clock = CLOCK }: Patience = {},
): Send {
  return async function sendPatiently(request) {
    const endsAtMs = clock.now() + waitMaxMs;
    for (let repeats = 0; ; repeats++) {
      // A body can be read once: each try has a copy of its own.
      const response = await send(request.clone());
      if (repeats >= repeatsMax) return response;
      const waitMs = readRetryAfterMs(response, clock.now());
      const leftMs = endsAtMs - clock.now();
      if (waitMs === undefined || waitMs > leftMs || !(await isPassing(response))) return response;
      await response.body?.cancel();
      await clock.sleep(Math.min(waitMs * (1 + SPREAD * Math.random()), leftMs), request.signal);
    }
  };
}

/** Milliseconds until a request should come again; undefined when the answer does not say. */
function readRetryAfterMs({ headers }: Response, nowMs: number): number | undefined {
  const text = headers.get("Retry-After")?.trim() ?? "";
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const ms = text.endsWith(" GMT") ? Date.parse(text) - nowMs : Number.NaN;
  return Number.isNaN(ms) ? undefined : Math.max(ms, 0);
}

/** Whether it is a refusal that passes: by its code, or, when it is not the service's (a proxy's, say), by its status. */
async function isPassing(response: Response): Promise<boolean> {
  const { status } = response;
  if (status !== 409 && status !== 429 && status !== 503) return false;
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  if (typeof body !== "object" || body === null) return status !== 409;
  const { code, error } = body as { code?: unknown; error?: unknown };
  return PASSING.has(String(code ?? error));
}

const CLOCK: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- whatever whoever aborted gave as the reason
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener("abort", stop);
        resolve();
      }, ms);
      if (signal.aborted) stop();
      else signal.addEventListener("abort", stop, { once: true });
    }),
};
