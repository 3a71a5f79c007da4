/** Every refusal Latchkey can answer with: one closed list, one HTTP status each. The README has one line for each. */
export const FAILURES = {
  invalid_request: { status: 422, title: "The request has invalid fields" },
  malformed_request: { status: 400, title: "The request is not well-formed" },
  not_found: { status: 404, title: "There is nothing at this address" },
  method_not_allowed: { status: 405, title: "This address does not know the method" },
  payload_too_large: { status: 413, title: "The request body is too large" },
  unsupported_media_type: { status: 415, title: "The body must be application/json" },
  headers_too_large: { status: 431, title: "The request headers are too large" },
  invalid_credentials: { status: 401, title: "E-mail or password is wrong" },
  invalid_token: { status: 401, title: "The access token is missing or no longer good" },
  signed_out: { status: 401, title: "Nobody is signed in on this browser" },
  invalid_refresh_token: { status: 401, title: "The refresh token is not, or no longer, good" },
  not_active: { status: 403, title: "The account is not active yet" },
  account_disabled: { status: 403, title: "The account is disabled" },
  admin_only: { status: 403, title: "Only administrators may do this" },
  password_incorrect: { status: 403, title: "The current password is wrong" },
  password_refused: { status: 422, title: "The password is too easy to guess" },
  username_taken: { status: 409, title: "Somebody else has this username" },
  email_taken: { status: 409, title: "Another account has this address now" },
  link_expired: { status: 410, title: "The link was used, or is too old" },
  account_pending: { status: 409, title: "The account was never activated" },
  last_admin: { status: 409, title: "There must be another administrator" },
  own_account: { status: 409, title: "This is the administrator's own account" },
  code_incorrect: { status: 400, title: "The code is wrong" },
  code_expired: { status: 410, title: "There is no live code" },
  code_exhausted: { status: 429, title: "Too many wrong codes" },
  resend_too_soon: { status: 429, title: "A new code was asked for too soon" },
  invalid_proof: { status: 400, title: "The proof is not, or no longer, good" },
  proof_used: { status: 409, title: "The proof was used before" },
  already_active: { status: 409, title: "The account is active already" },
  idempotency_conflict: { status: 422, title: "The Idempotency-Key was used for another request" },
  idempotency_in_flight: { status: 409, title: "The same request is still being worked on" },
  rate_limited: {
    status: 429,
    title: "Too many requests",
    // draft-ietf-httpapi-ratelimit-headers-11 §5.1.
    type: "https://iana.org/assignments/http-problem-types#quota-exceeded",
  },
  guess_bound_exceeded: { status: 422, title: "The change would make codes too easy to guess" },
  precondition_required: { status: 428, title: "The request must say which version it changes" },
  precondition_failed: { status: 412, title: "Somebody else made a change before" },
  invalid_signature: { status: 403, title: "The request is not signed as agreed" },
  upgrade_required: { status: 426, title: "This address is for WebSockets" },
  invalid_ticket: { status: 401, title: "The ticket is not, or no longer, good" },
  too_many_connections: { status: 429, title: "There are too many live connections" },
  cross_site: { status: 403, title: "The request came from another site" },
  overloaded: { status: 503, title: "Too much work at the moment" },
  unavailable: { status: 503, title: "A part of the service is away" },
  internal_error: { status: 500, title: "Something went wrong on our side" },
} as const;

export type FailureCode = keyof typeof FAILURES;
export type StatusOf<Code extends FailureCode> = (typeof FAILURES)[Code]["status"];

/** What may stand in a problem body beside the fixed members. */
export type FailureDetails = {
  /** One sentence for people; clients read `code`. */
  detail?: string;
  /** Whole seconds until the same request can succeed; becomes `Retry-After`. */
  retryAfterSeconds?: number;
  attemptsLeft?: number;
  errors?: FieldError[];
  /** With `password_refused`: which rule it was. */
  reason?: RefusalReason;
  violatedPolicies?: string[];
};

/** Why a password was refused. */
export const REFUSAL_REASONS = [
  "too_common",
  "contains_context",
  "repetitive",
  "breached",
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export type FieldError = { field: string; message: string };

export type Failure<Code extends FailureCode = FailureCode> = FailureDetails & { code: Code };

export type Outcome<Value, Code extends FailureCode> =
  | { ok: true; value: Value }
  | { ok: false; failure: Failure<Code> };

export const accept = <Value>(value: Value): { ok: true; value: Value } => ({ ok: true, value });

export function refuse<Code extends FailureCode>(
  code: Code,
  details: FailureDetails = {},
): { ok: false; failure: Failure<Code> } {
  return { ok: false, failure: { code, ...details } };
}

/** A fault with an answer of its own: a dependency is away or the service is full. Everything else becomes a 500. */
export class UnavailableError extends Error {
  readonly failure: Failure<"unavailable" | "overloaded">;

  constructor(code: "unavailable" | "overloaded", retryAfterSeconds: number, cause?: unknown) {
    super(FAILURES[code].title, { cause });
    this.name = "UnavailableError";
    this.failure = { code, retryAfterSeconds };
  }
}

const STORE_RETRY_AFTER_SECONDS = 2;

/** A store that does not answer, which may be back in a moment. */
export const storeAway = (cause: unknown): UnavailableError =>
  new UnavailableError("unavailable", STORE_RETRY_AFTER_SECONDS, cause);

/** Whole seconds, rounded up, at least 1: what `Retry-After` needs (RFC 9110 §10.2.3). */
export const toRetryAfterSeconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));
