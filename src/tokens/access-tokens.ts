import { randomUUID } from "node:crypto";
import * as errors from "jose/errors";
import { OWN_CLIENT } from "../domain/oauth-clients.ts";
import { signOwnToken, verifyOwnToken } from "./own-tokens.ts";
import type { SigningKeys } from "./signing-keys.ts";
import { createVerifiedTokens } from "./verified-tokens.ts";

/** Whose an access token is, of which of his sessions, and the OAuth client that it was made for; null for our own sign-in. */
export type AccessClaims = { accountId: string; sessionId: string; clientId: string | null };
/** What is known of a token that came in; times are in seconds since 1970. */
export type VerifiedAccess = Omit<AccessClaims, "clientId"> & {
  tokenId: string;
  issuedAt: number;
  expiresAt: number;
};

export type AccessTokens = {
  lifeSeconds: number;
  sign(claims: AccessClaims): string;
  /**
   * Null for everything that is not an access token of ours, for us, and good now. Says nothing about its session. The
   * answer is the same object as long as the token is remembered.
   */
  verify(token: string): Promise<VerifiedAccess | null>;
};

type Options = {
  keys: SigningKeys;
  issuer: string;
  audience: string;
  lifeSeconds: number;
  now?: () => number;
  /** How many tokens are remembered once they were verified. */
  rememberedMax?: number;
};

/** RFC 9068 §2.1: what keeps another kind of token from being taken for an access token. */
const TYPE = "at+jwt";
const REQUIRED_CLAIMS = ["iss", "aud", "sub", "client_id", "sid", "iat", "exp", "jti"];

/** Access tokens: JWTs (RFC 7519, RFC 9068). */
export function createAccessTokens({
  keys,
  issuer,
  audience,
  lifeSeconds,
  now = () => Date.now(),
  rememberedMax,
}: Options): AccessTokens {
  const remembered = createVerifiedTokens<VerifiedAccess>(rememberedMax);
  const rules = { typ: TYPE, issuer, audience, requiredClaims: REQUIRED_CLAIMS, lifeSeconds };
  return {
    lifeSeconds,
    sign({ accountId, sessionId, clientId }) {
      const iat = Math.floor(now() / 1000);
      return signOwnToken(keys, TYPE, {
        iss: issuer,
        aud: audience,
        sub: accountId,
        sid: sessionId,
        client_id: clientId ?? OWN_CLIENT,
        jti: randomUUID(),
        iat,
        exp: iat + lifeSeconds,
      });
    },
    async verify(token) {
      const nowMs = now();
      const nowSeconds = Math.floor(nowMs / 1000);
      const known = remembered.find(token, nowSeconds);
      // A key that was taken away verifies nothing from then on.
      if (known && keys.find(known.kid)) return known.claims;
      const verified = await verifyOwnToken(keys, token, { ...rules, nowMs });
      if (verified instanceof errors.JOSEError) return null;
      const { sub, sid, jti, client_id: clientId, iat = 0, exp = 0 } = verified.payload;
      if (!isUuid(sub) || !isUuid(sid)) return null;
      if (!isText(jti) || !isText(clientId)) return null;
      const claims = {
        accountId: sub,
        sessionId: sid,
        tokenId: jti,
        issuedAt: iat,
        expiresAt: exp,
      };
      // Not for longer than the strictest clock takes it for good: what is left then is told by looking at it again.
      const untilSeconds = Math.min(exp, iat + lifeSeconds);
      remembered.keep(token, { claims, kid: verified.kid, fromSeconds: nowSeconds, untilSeconds });
      return claims;
    },
  };
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const isUuid = (text: unknown): text is string => typeof text === "string" && UUID.test(text);

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
