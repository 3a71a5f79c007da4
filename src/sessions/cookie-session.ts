import { type Outcome, accept, refuse } from "../domain/failure.ts";
import { mintRowId } from "../domain/row-id.ts";
import type { Origin } from "../postgres/audit-entries.ts";
import { attempt, transact } from "../postgres/pool.ts";
import { findSessionOfToken, noteSessionUse } from "../postgres/session-tokens.ts";
import type { Account } from "../postgres/users.ts";
import type { Resources } from "../resources.ts";
import { endSessions } from "./end-sessions.ts";
import { type SessionRequest, beginSession } from "./open-session.ts";
import { mintSessionToken, readSessionToken } from "./session-tokens.ts";

type CookieResources = Pick<Resources, "pool" | "keys" | "config" | "events">;

/**
 * Opens a session that a browser keeps in a cookie, and returns the cookie's value. It is listed, counted and ended like
 * any other; nothing but a page's request is of use with it. Refuses and throws as openSession does.
 */
export async function openCookieSession(
  resources: CookieResources,
  request: Omit<SessionRequest, "clientId" | "flowId">,
): Promise<Outcome<{ sessionId: string; token: string }, "invalid_credentials">> {
  const sessionId = mintRowId();
  const token = mintSessionToken(resources.keys.cookie, sessionId);
  const isOpen = await beginSession(
    resources,
    { ...request, clientId: null },
    { sessionId, token },
  );
  return isOpen ? accept({ sessionId, token }) : refuse("invalid_credentials");
}

/** A session is noted as used once in a while, not with each of a page's requests. */
const NOTED_EVERY_SECONDS = 300;

/**
 * The live session whose cookie this is, with its account; null for everything else. Its idle end moves on with its use.
 * Throws UnavailableError when Postgres is away.
 */
export async function findCookieSession(
  { pool, keys, config }: Pick<CookieResources, "pool" | "keys" | "config">,
  { token, ip }: { token: string; ip: string },
): Promise<{ account: Account; sessionId: string; isRenewed: boolean } | null> {
  const read = readSessionToken(keys.cookie, token);
  if (!read) return null;
  const { sessionId, digest } = read;
  const found = await attempt(() => findSessionOfToken(pool, { sessionId, digest }));
  if (!found) return null;
  const isRenewed = found.unusedSeconds >= NOTED_EVERY_SECONDS;
  const idleDays = config.SESSION_IDLE_DAYS;
  if (isRenewed) await attempt(() => noteSessionUse(pool, { sessionId, ip, idleDays }));
  return { account: found.account, sessionId, isRenewed };
}

/**
 * Ends the session whose cookie this is, because its browser has another one now (ASVS 5.0 §7.2.4). Nothing happens when
 * it is none, or ended before. Throws UnavailableError when Postgres is away.
 */
export async function endCookieSession(
  resources: CookieResources,
  { token, origin }: { token: string; origin: Origin },
): Promise<void> {
  const found = await findCookieSession(resources, { token, ip: origin.ip });
  if (!found) return;
  const { account, sessionId } = found;
  const actor = { kind: "user", name: account.id } as const;
  const choice = { only: sessionId };
  await transact(resources.pool, (client) =>
    endSessions(resources.events, client, { account, choice, reason: "signed_out", actor, origin }),
  );
}
