import { z } from "@hono/zod-openapi";
import {
  OAUTH_ERRORS,
  type OAuthError,
  type OAuthErrorCode,
  wireCode,
} from "../../domain/oauth-error.ts";
import type { Resources } from "../../resources.ts";
import type { SessionTokens } from "../../sessions/open-session.ts";
import type { LiveToken } from "./inspect-token.ts";

export const tokenSchema = z
  .object({
    access_token: z.string(),
    token_type: z.literal("Bearer"),
    expires_in: z.int().meta({ description: "Seconds that the access token is good for." }),
    refresh_token: z.string().meta({ description: "Takes the place of the one that was sent." }),
  })
  .openapi("Token");

type TokenAnswer = z.input<typeof tokenSchema>;

/** Tokens as RFC 6749 §5.1 answers them. */
export const describeToken = (
  { accessToken, refreshToken }: SessionTokens,
  { lifeSeconds }: Resources["accessTokens"],
): TokenAnswer => ({
  access_token: accessToken,
  token_type: "Bearer",
  expires_in: lifeSeconds,
  refresh_token: refreshToken,
});

export const TOKEN_EXAMPLE: TokenAnswer = {
  access_token: "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCJ9.e30.c2lnbmF0dXJl",
  token_type: "Bearer",
  expires_in: 300,
  refresh_token: "Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZSAhISE",
};

export const introspectionSchema = z
  .object({
    active: z.boolean(),
    sub: z.uuid().optional().meta({ description: "The account." }),
    sid: z.uuid().optional().meta({ description: "The session." }),
    client_id: z.string().optional().meta({ description: "latchkey for our own sign-in." }),
    iss: z.string().optional(),
    aud: z.string().optional(),
    token_type: z.literal("Bearer").optional().meta({ description: "Of an access token." }),
    jti: z.string().optional(),
    iat: z.int().optional(),
    exp: z.int().optional(),
  })
  .openapi("Introspection");

type IntrospectionAnswer = z.input<typeof introspectionSchema>;

/** What a client is told of a token (RFC 7662 §2.2). */
export function describeInspected(
  token: LiveToken | null,
  { PUBLIC_URL, TOKEN_AUDIENCE }: Pick<Resources["config"], "PUBLIC_URL" | "TOKEN_AUDIENCE">,
): IntrospectionAnswer {
  if (!token) return { active: false };
  const { accountId, sessionId, clientId, access } = token;
  return {
    active: true,
    sub: accountId,
    sid: sessionId,
    client_id: clientId,
    iss: PUBLIC_URL,
    ...(access && {
      aud: TOKEN_AUDIENCE,
      token_type: "Bearer",
      jti: access.tokenId,
      iat: access.issuedAt,
      exp: access.expiresAt,
    }),
  };
}

export const INTROSPECTION_EXAMPLE: IntrospectionAnswer = {
  active: true,
  sub: "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
  sid: "7b0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
  client_id: "dashboard",
  iss: "https://latchkey.example",
  aud: "https://latchkey.example",
  token_type: "Bearer",
  jti: "9d3f0c7e-8a4b-4c55-9d2c-0d9a6b3f1e21",
  iat: 1_769_860_800,
  exp: 1_769_861_100,
};

export const oauthErrorSchema = z
  .object({
    error: z.string().meta({ description: "What clients decide by (RFC 6749 §5.2)." }),
    error_description: z.string().meta({ description: "For people; may change any time." }),
  })
  .openapi("OAuthError");

type OAuthErrorAnswer = z.input<typeof oauthErrorSchema>;

/** A refusal as RFC 6749 §5.2 answers it. */
export const describeError = ({
  code,
  detail,
}: Pick<OAuthError, "code" | "detail">): OAuthErrorAnswer => ({
  error: wireCode(code),
  error_description: detail ?? OAUTH_ERRORS[code].text,
});

type ErrorStatus = (typeof OAUTH_ERRORS)[OAuthErrorCode]["status"];

/** The OpenAPI responses of a route's OAuth errors, one entry a status, with an example for each. */
export function oauthResponses(...codes: OAuthErrorCode[]): Record<
  ErrorStatus,
  {
    description: string;
    content: { "application/json": { schema: typeof oauthErrorSchema } };
  }
> {
  const byStatus = Object.groupBy(codes, (code) => String(OAUTH_ERRORS[code].status));
  const responses = Object.entries(byStatus).map(([status, group = []]) => [
    status,
    {
      description: group
        .map((code) => `\`${wireCode(code)}\`: ${OAUTH_ERRORS[code].text}.`)
        .join(" "),
      content: {
        "application/json": {
          schema: oauthErrorSchema,
          examples: Object.fromEntries(
            group.map((code) => [code, { value: describeError({ code }) }]),
          ),
        },
      },
    },
  ]);
  return Object.fromEntries(responses);
}
