import { digestToken } from "../domain/link-token.ts";
import { type Outcome, accept, refuse } from "../domain/failure.ts";
import { type Origin, insertAuditEntry } from "../postgres/audit-entries.ts";
import { transact } from "../postgres/pool.ts";
import {
  type RefreshStanding,
  findForRefresh,
  rotateRefreshToken,
} from "../postgres/session-tokens.ts";
import type { Resources } from "../resources.ts";
import { endSessions } from "./end-sessions.ts";
import type { SessionTokens } from "./open-session.ts";
import { readSessionToken } from "./session-tokens.ts";

type RefreshResources = Pick<
  Resources,
  "pool" | "keys" | "config" | "accessTokens" | "events" | "metrics"
>;

/** A reply can be lost, or two requests of one device meet: so long the newest token's parent gets it again. */
const GRACE_SECONDS = 10;

/**
 * Renews a session with its newest refresh token, which is replaced (RFC 9700 §4.14.2). Any older one ends the session
 * in the same transaction: somebody has a token who should not. Throws UnavailableError when Postgres is away.
 */
export async function refreshSession(
  resources: RefreshResources,
  request: {
    refreshToken: string;
    /** The OAuth client that asks; null for our own sign-in. */
    clientId: string | null;
    origin: Origin;
  },
): Promise<Outcome<SessionTokens, "invalid_refresh_token">> {
  const { pool, keys, config, accessTokens, events, metrics } = resources;
  const { clientId, origin } = request;
  const token = readSessionToken(keys.refresh, request.refreshToken);
  if (!token) {
    metrics.refreshes.inc({ result: "unknown" });
    return refuse("invalid_refresh_token");
  }
  const child = token.child();
  const { use, session: renewed } = await transact(pool, async (client) => {
    const session = await findForRefresh(client, token.sessionId);
    if (!session || session.clientId !== clientId) return { use: "ended", session: null };
    const used = useOf(session, token.digest);
    if (used === "reuse") {
      const account = { rowId: session.accountRowId, id: session.accountId };
      // Nobody knows which of the two who have it is the owner.
      const actor = { kind: "anonymous", name: null } as const;
      const choice = { only: session.id };
      await endSessions(events, client, {
        account,
        choice,
        reason: "refresh_reuse",
        actor,
        origin,
      });
      await insertAuditEntry(client, {
        action: "session.reuse_detected",
        actor,
        accountId: account.id,
        origin,
        details: { session: session.id },
      });
      return { use: used, session: null };
    }
    if (used === "newest")
      await rotateRefreshToken(client, {
        sessionId: session.id,
        from: token.digest,
        to: digestToken(child),
        ip: origin.ip,
        idleDays: config.SESSION_IDLE_DAYS,
      });
    return { use: used, session };
  });
  metrics.refreshes.inc({ result: use });
  if (!renewed) return refuse("invalid_refresh_token");
  const { id: sessionId, accountId, lifeLeftSeconds } = renewed;
  return accept({
    sessionId,
    accessToken: accessTokens.sign({ accountId, sessionId, clientId }),
    refreshToken: child,
    refreshLifeSeconds: Math.min(lifeLeftSeconds, config.SESSION_IDLE_DAYS * 86_400),
  });
}

function useOf(session: RefreshStanding, digest: string): "newest" | "repeat" | "reuse" {
  if (digest === session.refreshDigest) return "newest";
  const isParent = digest === session.previousDigest;
  return isParent && session.rotatedSecondsAgo < GRACE_SECONDS ? "repeat" : "reuse";
}
