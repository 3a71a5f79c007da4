import type { Config } from "../config.ts";
import { digestToken } from "../domain/link-token.ts";
import { type Outcome, accept, refuse } from "../domain/failure.ts";
import { mintRowId } from "../domain/row-id.ts";
import { endSessions } from "./end-sessions.ts";
import { mintSessionToken } from "./session-tokens.ts";
import type { Origin } from "../postgres/audit-entries.ts";
import { transact } from "../postgres/pool.ts";
import { insertSession } from "../postgres/sessions.ts";
import type { Account } from "../postgres/users.ts";
import type { Resources } from "../resources.ts";

/** What its owner gets of a session; the refresh token is in no store. */
export type SessionTokens = {
  sessionId: string;
  accessToken: string;
  refreshToken: string;
  /** How long it is good unless it is used before. */
  refreshLifeSeconds: number;
};

export type SessionRequest = {
  /** Of the code that was right, without a password: the session gets its id, so that one code opens one. */
  flowId?: string;
  /** As it was checked. */
  account: Account;
  device: string;
  clientId: string | null;
  origin: Origin;
};

/**
 * Opens a session for an account whose password, or address, was checked, and returns its tokens. Refuses when the account
 * is another one meanwhile, or there was a session of this id. Throws UnavailableError when Postgres is away.
 */
export async function openSession(
  resources: BeginResources & Pick<Resources, "keys" | "accessTokens">,
  request: SessionRequest,
): Promise<Outcome<SessionTokens, "invalid_credentials">> {
  const { keys, config, accessTokens } = resources;
  const sessionId = request.flowId ?? mintRowId();
  const refreshToken = mintSessionToken(keys.refresh, sessionId);
  const isOpen = await beginSession(resources, request, { sessionId, token: refreshToken });
  if (!isOpen) return refuse("invalid_credentials");
  const { account, clientId } = request;
  const accessToken = accessTokens.sign({ accountId: account.id, sessionId, clientId });
  return accept({
    sessionId,
    accessToken,
    refreshToken,
    refreshLifeSeconds: unusedLifeSeconds(config),
  });
}

/** How long the token of a new session is good unless it is used before. */
export const unusedLifeSeconds = ({
  SESSION_IDLE_DAYS,
  SESSION_LIFE_DAYS,
}: Pick<Config, "SESSION_IDLE_DAYS" | "SESSION_LIFE_DAYS">): number =>
  Math.min(SESSION_IDLE_DAYS, SESSION_LIFE_DAYS) * 86_400;

type BeginResources = Pick<Resources, "pool" | "config" | "events">;

/**
 * Writes a session and the digest of its token; those used least lately end where there are too many. Returns false when
 * the account is another one meanwhile, or there was a session of this id.
 */
export function beginSession(
  { pool, config, events }: BeginResources,
  { flowId, account, device, clientId, origin }: SessionRequest,
  { sessionId, token }: { sessionId: string; token: string },
): Promise<boolean> {
  return transact(pool, async (client) => {
    const isNew = await insertSession(client, {
      id: sessionId,
      account,
      device,
      clientId,
      by: flowId === undefined ? "password" : "code",
      origin,
      refreshDigest: digestToken(token),
      idleDays: config.SESSION_IDLE_DAYS,
      lifeDays: config.SESSION_LIFE_DAYS,
    });
    if (!isNew) return false;
    await endSessions(events, client, {
      account,
      choice: { keep: sessionId, beyond: config.SESSIONS_MAX - 1 },
      reason: "too_many",
      actor: { kind: "user", name: account.id },
      origin,
    });
    return true;
  });
}
