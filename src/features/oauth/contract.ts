import { createRoute } from "@hono/zod-openapi";
import type { OAuthErrorCode } from "../../domain/oauth-error.ts";
import { FORM_TYPE } from "../../http/form.ts";
import { jsonContent } from "../../http/json-content.ts";
import { RATE_LIMITS } from "../../http/limit.ts";
import { problemResponses } from "../../http/problem.ts";
import { SIGN_IN_LIMITS } from "../../http/sign-in.ts";
import {
  INTROSPECTION_EXAMPLE,
  TOKEN_EXAMPLE,
  introspectionSchema,
  oauthResponses,
  tokenSchema,
} from "./schemas.ts";

type Parameters = Record<string, { type: "string"; description?: string; enum?: string[] }>;

type FormContent = {
  schema: { type: "object"; properties: Parameters; required: string[] };
  example: Record<string, string>;
};

const CLIENT_PARAMETERS: Parameters = {
  client_id: { type: "string", description: "Of a client that sends no Authorization header." },
  client_secret: { type: "string" },
};

const TOKEN_PARAMETERS: Parameters = {
  token: { type: "string", description: "An access token or a refresh token." },
  token_type_hint: { type: "string", description: "Not needed: each is known by itself." },
};

// No schema of ours: a validator would take the last of two parameters.
const formBody = (
  properties: Parameters,
  example: Record<string, string>,
): { required: true; content: { [FORM_TYPE]: FormContent } } => ({
  required: true,
  content: {
    [FORM_TYPE]: {
      schema: {
        type: "object",
        properties: { ...properties, ...CLIENT_PARAMETERS },
        required: Object.keys(properties).slice(0, 1),
      },
      example,
    },
  },
});

type Refusals = ReturnType<typeof oauthResponses> &
  Omit<ReturnType<typeof problemResponses<["payload_too_large"]>>, 415>;

/** What the routes refuse themselves has the form of OAuth; what stands before all routes refuses with a problem. */
function refusals(...more: OAuthErrorCode[]): Refusals {
  const own = oauthResponses(
    "invalid_request",
    "invalid_client",
    ...more,
    "rate_limited",
    "unavailable",
  );
  // A form of another type is answered as OAuth says.
  const { 415: _, ...before } = problemResponses("payload_too_large");
  const malformed = {
    description: `${own[400].description} ${before[400].description}`,
    content: { ...own[400].content, ...before[400].content },
  };
  return { ...own, ...before, 400: malformed };
}

export const tokenRoute = createRoute({
  operationId: "grantToken",
  tags: ["OAuth"],
  method: "post",
  path: "/oauth/token",
  summary: "Renew a session, for OAuth clients (RFC 6749 §6)",
  description:
    "The session of a client is renewed by that client alone, and one of our own sign-in without a client. The password grant is refused unless OAUTH_PASSWORD_GRANT is on, because RFC 9700 §2.4 forbids it.",
  // What belongs to a client needs its secret.
  security: [{ client: [] }, {}],
  [RATE_LIMITS]: ["refresh.ip", ...SIGN_IN_LIMITS] as const,
  request: {
    body: formBody(
      {
        grant_type: { type: "string", enum: ["refresh_token", "password"] },
        refresh_token: { type: "string" },
        username: { type: "string", description: "The e-mail address, for the password grant." },
        password: { type: "string" },
      },
      { grant_type: "refresh_token", refresh_token: TOKEN_EXAMPLE.refresh_token },
    ),
  },
  responses: {
    200: { description: "The tokens.", content: jsonContent(tokenSchema, TOKEN_EXAMPLE) },
    ...refusals("invalid_grant", "unsupported_grant_type", "invalid_scope"),
  },
});

export const revokeRoute = createRoute({
  operationId: "revokeToken",
  tags: ["OAuth"],
  method: "post",
  path: "/oauth/revoke",
  summary: "End the session of a token, for OAuth clients (RFC 7009)",
  description: "Either of its tokens will do, and both are of no use at once.",
  security: [{ client: [] }, {}],
  [RATE_LIMITS]: ["revoke.ip"] as const,
  request: { body: formBody(TOKEN_PARAMETERS, { token: TOKEN_EXAMPLE.refresh_token }) },
  responses: {
    200: { description: "It is of no use, or never was of any." },
    ...refusals("invalid_grant"),
  },
});

export const introspectRoute = createRoute({
  operationId: "introspectToken",
  tags: ["OAuth"],
  method: "post",
  path: "/oauth/introspect",
  summary: "Tell a client whether a token is good now (RFC 7662)",
  description:
    "Of what is not, the answer says nothing more. A refresh token is told of to its own client only.",
  security: [{ client: [] }],
  [RATE_LIMITS]: ["introspect.ip"] as const,
  request: { body: formBody(TOKEN_PARAMETERS, { token: TOKEN_EXAMPLE.access_token }) },
  responses: {
    200: {
      description: "How it stands.",
      content: jsonContent(introspectionSchema, INTROSPECTION_EXAMPLE),
    },
    ...refusals(),
  },
});

/** Where forms are posted instead of JSON. */
export const FORM_PATHS: ReadonlySet<string> = new Set(
  [tokenRoute, revokeRoute, introspectRoute].map(({ path }) => path),
);
