import { createRoute, z } from "@hono/zod-openapi";
import { jsonContent } from "../../http/json-content.ts";
import { problemResponses } from "../../http/problem.ts";
import { type Router, createRouter } from "../../http/router.ts";
import type { Resources } from "../../resources.ts";
import { KEY_SET_MAX_AGE_SECONDS } from "../../tokens/key-life.ts";
import { METADATA_EXAMPLE, describeServer, metadataSchema } from "./schemas.ts";

const CACHEABLE = { "Cache-Control": `public, max-age=${KEY_SET_MAX_AGE_SECONDS}` };

const keySetSchema = z
  .object({
    keys: z.array(
      z.object({
        kty: z.literal("OKP"),
        crv: z.literal("Ed25519"),
        x: z.string(),
        kid: z.string(),
        alg: z.literal("EdDSA"),
        use: z.literal("sig"),
      }),
    ),
  })
  .openapi("KeySet");

const keySetRoute = createRoute({
  operationId: "getKeySet",
  tags: ["OAuth"],
  method: "get",
  path: "/.well-known/jwks.json",
  summary: "The public keys by which access tokens are checked elsewhere (RFC 7517)",
  description: `Good for ${KEY_SET_MAX_AGE_SECONDS} seconds: a new key is in it longer than that before it signs.`,
  responses: {
    200: {
      description: "The keys.",
      content: jsonContent(keySetSchema, {
        keys: [
          {
            kty: "OKP",
            crv: "Ed25519",
            x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
            kid: "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
            alg: "EdDSA",
            use: "sig",
          },
        ],
      }),
    },
    ...problemResponses(),
  },
});

const metadataRoute = createRoute({
  operationId: "getServerMetadata",
  tags: ["OAuth"],
  method: "get",
  path: "/.well-known/oauth-authorization-server",
  summary: "What an OAuth client needs to know (RFC 8414)",
  responses: {
    200: {
      description: "The metadata.",
      content: jsonContent(metadataSchema, METADATA_EXAMPLE),
    },
    ...problemResponses(),
  },
});

/** What programs that know nothing but our address find by themselves. */
export function discoveryRoutes({ config, signingKeys }: Resources): Router {
  const router = createRouter();
  router.openapi(keySetRoute, (c) => {
    const keys = signingKeys.all().map(({ publicJwk }) => publicJwk);
    return c.json({ keys }, 200, CACHEABLE);
  });
  router.openapi(metadataRoute, (c) =>
    c.json(describeServer(config, c.get("publicUrl")), 200, CACHEABLE),
  );
  return router;
}
