import type { Resources } from "../../resources.ts";
import { readSessionToken } from "../../sessions/session-tokens.ts";

export type TokenSession =
  | { kind: "access"; sessionId: string; accountId: string; claims: AccessClaims }
  | { kind: "refresh"; sessionId: string; digest: string };

type AccessClaims = { tokenId: string; issuedAt: number; expiresAt: number };

/** Which session a token of ours is of; null for everything else. Says nothing about the session. */
export async function sessionOfToken(
  { accessTokens, keys }: Pick<Resources, "accessTokens" | "keys">,
  token: string,
): Promise<TokenSession | null> {
  // What a client says that it is (token_type_hint) need not be right, and the two cannot be mistaken.
  if (!token.includes(".")) {
    const refresh = readSessionToken(keys.refresh, token);
    return refresh && { kind: "refresh", sessionId: refresh.sessionId, digest: refresh.digest };
  }
  const access = await accessTokens.verify(token);
  if (!access) return null;
  const { sessionId, accountId, ...claims } = access;
  return { kind: "access", sessionId, accountId, claims };
}
