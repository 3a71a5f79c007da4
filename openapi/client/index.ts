// A client of Latchkey to be copied: `npm i openapi-fetch jose`. It runs as it stands in Node, Bun and, bundled, in browsers.
export { type LatchkeyClient, type Problem, basicAuth, createLatchkeyClient } from "./client.ts";
export { type Clock, type Patience, patientFetch } from "./patient-fetch.ts";
export { type IdentityClaims, ProofError, type ProofErrorCode } from "./proof-claims.ts";
export { type ProofOptions, verifyProof } from "./verify-proof.ts";
export {
  type SignedDetails,
  type SignedDetailsOptions,
  verifySignedDetails,
} from "./verify-signed-details.ts";
export type { components, operations, paths, webhooks } from "./schema.d.ts";
