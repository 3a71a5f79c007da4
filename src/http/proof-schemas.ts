import { z } from "@hono/zod-openapi";
import * as proofs from "../tokens/proof-claims.ts";

const example = {
  iss: "https://id.shop.example",
  aud: "shop",
  sub: "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
  email: "ada@example.com",
  email_verified: true,
  purpose: "sign-in",
  nonce: "n-0S6_WzA2Mj",
  jti: "9d3f0c7e-8a4b-4c55-9d2c-0d9a6b3f1e21",
  iat: 1_769_860_800,
} as const;

// The writer of the document takes an exact optional for what has to be there.
const nonce = z.string().min(1).optional();

/** What a proof says. */
export const identityClaimsSchema = z
  .object({ ...proofs.claimsSchema.shape, nonce })
  .openapi("IdentityClaims");

export const CLAIMS_EXAMPLE: z.input<typeof identityClaimsSchema> = {
  ...example,
  exp: example.iat + 300,
};

/** A proof for services that share a key. */
export const signedDetailsSchema = z
  .strictObject({ ...proofs.signedDetailsSchema.shape, nonce })
  .openapi("SignedDetails");

/** Signed with the key of the README's example. */
export const DETAILS_EXAMPLE: z.input<typeof signedDetailsSchema> = {
  version: 1,
  ...example,
  exp: example.iat + 60,
  signature: "79fd6e504e732e0999edc4ae06c54ecdb9a4f6ccdf3bf2860f9ee18db8cf82b7",
};
