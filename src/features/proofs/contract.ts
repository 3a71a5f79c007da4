import { createRoute } from "@hono/zod-openapi";
import { jsonContent } from "../../http/json-content.ts";
import { RATE_LIMITS } from "../../http/limit.ts";
import { BODY_PROBLEMS, problemResponses } from "../../http/problem.ts";
import { CLAIMS_EXAMPLE, identityClaimsSchema } from "../../http/proof-schemas.ts";
import { proofCheckSchema } from "./schemas.ts";

export const checkRoute = createRoute({
  operationId: "verifyProof",
  method: "post",
  path: "/proofs/verify",
  tags: ["Passwordless"],
  summary: "Ask whether a proof is good, and what it says",
  description:
    "For services that do not verify it themselves, or that want it to be good once. The answer is what it says; whatever is no good proof for this audience is refused.",
  [RATE_LIMITS]: ["proof-check.ip"] as const,
  request: {
    body: {
      required: true,
      content: jsonContent(proofCheckSchema, {
        proof: "eyJhbGciOiJFZERTQSIsInR5cCI6ImlkZW50aXR5LXByb29mK2p3dCJ9.e30.c2lnbmF0dXJl",
        audience: "shop",
        nonce: "n-0S6_WzA2Mj",
        single_use: true,
      }),
    },
  },
  responses: {
    200: {
      description: "The proof is good, and says this.",
      content: jsonContent(identityClaimsSchema, CLAIMS_EXAMPLE),
    },
    ...problemResponses(
      "invalid_proof",
      "proof_used",
      ...BODY_PROBLEMS,
      "rate_limited",
      "unavailable",
    ),
  },
});
