import createClient, { type Client, type ClientOptions } from "openapi-fetch";
import { type Patience, patientFetch } from "./patient-fetch.ts";
import type { components, paths } from "./schema.d.ts";

/** What every refusal says (RFC 9457); `code` is what to decide by. */
export type Problem = components["schemas"]["Problem"];

export type LatchkeyClient = Client<paths>;

type Options = Pick<ClientOptions, "headers"> & {
  /** Where the service is, with its path if it has one. */
  baseUrl: string;
  /** What sends a request once; the platform's without it. */
  fetch?: (request: Request) => Promise<Response>;
  /** How long, and how often, is waited when the service says when to come again. */
  patience?: Patience;
};

/**
 * The whole API, typed: paths, bodies, answers and problems. It waits by itself where the service says when the same request
 * can succeed, and gives POST /users an Idempotency-Key, so that a repeat registers nobody twice.
 */
export function createLatchkeyClient({
  fetch: fetchOnce = (request) => fetch(request),
  patience = {},
  ...options
}: Options): LatchkeyClient {
  const client = createClient<paths>({
    ...options,
    // The service redirects nobody: wherever else it led, passwords and codes would be sent along.
    redirect: "error",
    fetch: patientFetch(fetchOnce, patience),
  });
  client.use({
    onRequest({ schemaPath, request }) {
      if (schemaPath === "/users" && !request.headers.has("Idempotency-Key"))
        request.headers.set("Idempotency-Key", crypto.randomUUID());
    },
  });
  return client;
}

/** The header of a person's address and password (RFC 7617, in UTF-8, which `btoa` alone does not take). */
export const basicAuth = (email: string, password: string): { Authorization: string } => ({
  Authorization: `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`${email}:${password}`)))}`,
});
