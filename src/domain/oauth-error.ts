/**
 * What the OAuth routes refuse with: RFC 6749 §5.2, and for what passes by itself the code that §4.1.2.1 has, which the
 * token endpoint lacks.
 */
export const OAUTH_ERRORS = {
  invalid_request: { status: 400, text: "The request is not well-formed" },
  invalid_client: { status: 401, text: "The client is unknown, or its secret is wrong" },
  invalid_grant: { status: 400, text: "The grant is not, or no longer, good for this client" },
  unsupported_grant_type: { status: 400, text: "This grant is not offered" },
  invalid_scope: { status: 400, text: "There are no scopes" },
  rate_limited: { status: 429, text: "Too many requests" },
  unavailable: { status: 503, text: "A part of the service is away, or there is too much work" },
} as const;

export type OAuthErrorCode = keyof typeof OAUTH_ERRORS;

export type OAuthError = {
  code: OAuthErrorCode;
  /** One sentence for the client's developer. */
  detail?: string;
  retryAfterSeconds?: number;
};

/** The code as clients get it. */
export const wireCode = (code: OAuthErrorCode): string =>
  code === "rate_limited" || code === "unavailable" ? "temporarily_unavailable" : code;

export type OAuthOutcome<Value> = { ok: true; value: Value } | { ok: false; error: OAuthError };

/** A refusal in the words of OAuth, as refuse() is in ours. */
export const refuseOAuth = (
  code: OAuthErrorCode,
  more: Omit<OAuthError, "code"> = {},
): { ok: false; error: OAuthError } => ({ ok: false, error: { code, ...more } });
