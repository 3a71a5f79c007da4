import { OWN_CLIENT } from "../../domain/oauth-clients.ts";
import { attempt } from "../../postgres/pool.ts";
import { findForRefresh } from "../../postgres/session-tokens.ts";
import { findLiveSession } from "../../postgres/sessions.ts";
import type { Resources } from "../../resources.ts";
import { sessionOfToken } from "./session-of-token.ts";

/** A token that is good now; times are in seconds since 1970. */
export type LiveToken = {
  accountId: string;
  sessionId: string;
  clientId: string;
  /** Null for a refresh token, which only its client may see, and whose end moves. */
  access: { tokenId: string; issuedAt: number; expiresAt: number } | null;
};

/**
 * What is known of a token, when it is good now and the client may know: any client of an access token, and of a refresh
 * token the one that it was made for. Its session is looked up: one that ended makes it null at once. Throws
 * UnavailableError when Postgres is away.
 */
export async function inspectToken(
  resources: Pick<Resources, "pool" | "accessTokens" | "keys">,
  request: { token: string; clientId: string },
): Promise<LiveToken | null> {
  const { pool } = resources;
  const of = await sessionOfToken(resources, request.token);
  if (!of) return null;
  const { sessionId } = of;
  if (of.kind === "access") {
    const { accountId, claims } = of;
    const found = await attempt(() => findLiveSession(pool, { sessionId, accountId }));
    return (
      found && { accountId, sessionId, clientId: found.clientId ?? OWN_CLIENT, access: claims }
    );
  }
  const session = await attempt(() => findForRefresh(pool, sessionId));
  if (session?.refreshDigest !== of.digest || session.clientId !== request.clientId) return null;
  const { accountId, clientId } = session;
  return { accountId, sessionId, clientId, access: null };
}
