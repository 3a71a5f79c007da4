import { z } from "@hono/zod-openapi";
import type { Resources } from "../../resources.ts";

export const metadataSchema = z
  .object({
    issuer: z.url(),
    token_endpoint: z.url(),
    jwks_uri: z.url(),
    revocation_endpoint: z.url(),
    introspection_endpoint: z.url().optional(),
    grant_types_supported: z.array(z.string()),
    response_types_supported: z.array(z.string()).meta({
      description: "Required, and empty: there is no authorization endpoint.",
    }),
    token_endpoint_auth_methods_supported: z.array(z.string()),
    revocation_endpoint_auth_methods_supported: z.array(z.string()),
    introspection_endpoint_auth_methods_supported: z.array(z.string()).optional(),
    service_documentation: z.url(),
  })
  .openapi("ServerMetadata");

type Metadata = z.input<typeof metadataSchema>;

const WITH_SECRET = ["client_secret_basic", "client_secret_post"];

/** What RFC 8414 §2 asks of a server at an address. Without clients nobody could introspect, so it is not offered. */
export function describeServer(
  {
    PUBLIC_URL,
    OAUTH_CLIENTS: clients = [],
    OAUTH_PASSWORD_GRANT,
  }: Pick<Resources["config"], "PUBLIC_URL" | "OAUTH_CLIENTS" | "OAUTH_PASSWORD_GRANT">,
  base: string,
): Metadata {
  const hasClients = clients.length > 0;
  const methods = hasClients ? ["none", ...WITH_SECRET] : ["none"];
  return {
    // As tokens name it, to the letter.
    issuer: PUBLIC_URL,
    token_endpoint: `${base}/oauth/token`,
    jwks_uri: `${base}/.well-known/jwks.json`,
    revocation_endpoint: `${base}/oauth/revoke`,
    ...(hasClients && {
      introspection_endpoint: `${base}/oauth/introspect`,
      introspection_endpoint_auth_methods_supported: WITH_SECRET,
    }),
    grant_types_supported: [
      "refresh_token",
      ...(OAUTH_PASSWORD_GRANT === "on" ? ["password"] : []),
    ],
    response_types_supported: [],
    token_endpoint_auth_methods_supported: methods,
    revocation_endpoint_auth_methods_supported: methods,
    service_documentation: `${base}/docs`,
  };
}

const EXAMPLE_URL = "https://latchkey.example";
export const METADATA_EXAMPLE: Metadata = describeServer(
  {
    PUBLIC_URL: EXAMPLE_URL,
    OAUTH_CLIENTS: [{ name: "dashboard", secret: "" }],
    OAUTH_PASSWORD_GRANT: "off",
  },
  EXAMPLE_URL,
);
