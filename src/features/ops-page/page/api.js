/** @typedef {{ quota: string, mode: string, when_redis_is_away: string, allow: string[], candidate: string | null }} Settings */
/** @typedef {{ name: string, settings: Settings, default: Settings, version: number, counts_by: string, routes: string[], bound: string }} Limit */
/** @typedef {{ version: number, limit: string, settings: Settings | null, by: string, reason: string, at: string, previous: Settings }} Change */
/** @typedef {{ field: string, message: string }} FieldError */
/** @typedef {{ code?: string, title?: string, detail?: string, errors?: FieldError[] }} Problem */
/** @typedef {{ limit: string, allowed: number[], refused: number[], would_refuse: number[], candidate_refused: number[] }} Series */
/** @typedef {{ step_seconds: number, from: string, series: Series[] }} Traffic */
/** @typedef {{ refused_requests: number, refused_abusers: number, refused_users: number, mails_saved: number, guess_bound: number }} Effect */
/** @typedef {{ requests: number, decisions: number, from: string | null, to: string | null, before: Effect, after: Effect, policies: { policy: string, refused_before: number, refused_after: number }[] }} Replay */
/** @typedef {{ open: boolean, open_until: string | null, wrong_codes: { day: number, hour: number }, threshold: { day: number, hour: number }, openings: { opened_at: string, open_until: string, wrong_codes: number, threshold: number }[] }} Breaker */
/** @typedef {{ address: { probability: number, one_in: number }, otp: { probability_per_day: number, digits: number, budget: number, live_codes: number }, max: number, settings: { digits: number, long_digits: number, budget: number } }} GuessBound */
/** @typedef {{ id: string, limit: string, mode: string, quota: string, used: number, left: number, resets_at: string | null, refuses: boolean, allowed_by_list: boolean }} Bucket */
/** @typedef {{ buckets: Bucket[], guess_budget: { used: number, left: number } | null }} Explanation */
/** @typedef {{ name: string, state: "closed" | "paused" | "open", retry_in_seconds: number, quota: string | null, problem: string | null, last_accepted_at: string | null }} Provider */
/** @typedef {{ queue: { length: number, oldest_seconds: number, by_kind: Record<string, number> }, providers: Provider[], dead_letters: { undeliverable: number, expired: number }, suppressed_addresses: number }} Mail */
/** @typedef {{ id: string, kind: string, state: string, attempts: number, provider: string | null, last_error: string | null, queued_at: string, settled_at: string | null }} Message */
/** @typedef {Message & { settled_at: string, to: string }} DeadLetter */
/** @typedef {{ dead_letters: DeadLetter[], next: string | null }} DeadLetters */
/** @typedef {{ messages: Message[], suppression: { reason: string, provider: string, since: string } | null }} LookedUp */
/** @typedef {{ queue: { length: number, oldest_seconds: number }, dead: number, endpoint: { state: "closed" | "paused" | "open", retry_in_seconds: number, problem: string | null, last_delivered_at: string | null } | null }} Webhooks */
/** @typedef {{ id: string, type: string, state: string, attempts: number, last_error: string | null, created_at: string, settled_at: string | null }} WebhookEvent */
/** @typedef {{ events: WebhookEvent[], next: string | null }} WebhookEvents */
/** @typedef {{ queued?: number, dropped?: number, left: { superseded?: number, not_dead?: number, other?: number, unknown: number }, more: number }} Changed */

const ANSWER_WITHIN_MS = 10_000;

/**
 * @template T
 * @typedef {{ ok: true, status: number, body: T } | { ok: false, status: number, problem: Problem }} Answer
 */

/**
 * Asks the service. Refusals are answers; throws when nothing answers within 10 s, or not in JSON.
 * @template [T=unknown]
 * @param {string} method
 * @param {string} path
 * @param {{ body?: unknown, version?: number }} [request] version: what the change is based on
 * @returns {Promise<Answer<T>>}
 */
export async function ask(method, path, { body, version } = {}) {
  const response = await fetch(path, {
    method,
    headers: {
      Accept: "application/json",
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(version === undefined ? {} : { "If-Match": `"${version}"` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    cache: "no-store",
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  const { status } = response;
  if (response.ok)
    return { ok: true, status, body: status === 204 ? undefined : await response.json() };
  // A proxy in between may refuse in HTML; the status still says what happened.
  const problem = await response.json().catch(() => ({}));
  return { ok: false, status, problem };
}

export const limitPath = (/** @type {string} */ name) => `/ops/limits/${encodeURIComponent(name)}`;

/**
 * What a refusal says to people.
 * @param {{ status: number, problem: Problem }} answer
 */
export function explainProblem({ status, problem }) {
  const said = problem.detail ?? problem.title;
  return said === undefined ? `The service answered ${status}.` : sentence(said);
}

/**
 * What a fault of the network says to people.
 * @param {unknown} error
 */
export function explainFault(error) {
  if (error instanceof DOMException && error.name === "TimeoutError")
    return "It did not answer within 10 seconds.";
  // What fetch says when nothing answers differs between browsers and helps nobody.
  if (error instanceof TypeError) return "It cannot be reached.";
  return error instanceof Error ? sentence(error.message) : "It cannot be reached.";
}

const sentence = (/** @type {string} */ text) => (/[.!?]$/.test(text) ? text : `${text}.`);
