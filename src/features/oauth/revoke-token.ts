import type { Origin } from "../../postgres/audit-entries.ts";
import { transact } from "../../postgres/pool.ts";
import { findForRefresh } from "../../postgres/session-tokens.ts";
import type { Resources } from "../../resources.ts";
import { endSessions } from "../../sessions/end-sessions.ts";
import { sessionOfToken } from "./session-of-token.ts";

/**
 * Ends the session of a token (RFC 7009): whichever of its tokens it is, all are of no use from then on. A token that is
 * none, or of a session that ended, is no error. Throws UnavailableError when Postgres is away.
 */
export async function revokeToken(
  resources: Pick<Resources, "pool" | "events" | "accessTokens" | "keys">,
  request: { token: string; clientId: string | null; origin: Origin },
): Promise<"done" | "not_of_this_client"> {
  const { clientId, origin } = request;
  const of = await sessionOfToken(resources, request.token);
  if (!of) return "done";
  return transact(resources.pool, async (client) => {
    const session = await findForRefresh(client, of.sessionId);
    if (!session) return "done";
    if (session.clientId !== clientId) return "not_of_this_client";
    await endSessions(resources.events, client, {
      account: { rowId: session.accountRowId, id: session.accountId },
      choice: { only: session.id },
      reason: "client_revoked",
      actor: { kind: "user", name: session.accountId },
      origin,
    });
    return "done";
  });
}
