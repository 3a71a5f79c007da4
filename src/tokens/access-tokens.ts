import { randomUUID } from "node:crypto";
import { SignJWT, errors, jwtVerify } from "jose";
import { OWN_CLIENT } from "../domain/oauth-clients.ts";
import { SIGNING_ALGORITHM, type SigningKeys } from "./signing-keys.ts";

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
  sign(claims: AccessClaims): Promise<string>;
  /** Null for everything that is not an access token of ours, for us, and good now. Says nothing about its session. */
  verify(token: string): Promise<VerifiedAccess | null>;
};

type Options = {
  keys: SigningKeys;
  issuer: string;
  audience: string;
  lifeSeconds: number;
};

/** RFC 9068 §2.1: what keeps another kind of token from being taken for an access token. */
const TYPE = "at+jwt";
const CLOCK_TOLERANCE_SECONDS = 5;
const REQUIRED_CLAIMS = ["iss", "aud", "sub", "client_id", "sid", "iat", "exp", "jti"];

/** Access tokens: JWTs (RFC 7519, RFC 9068) as RFC 8725 wants them checked: one algorithm, one type, all claims. */
export function createAccessTokens({ keys, issuer, audience, lifeSeconds }: Options): AccessTokens {
  return {
    lifeSeconds,
    async sign({ accountId, sessionId, clientId }) {
      const { kid, privateKey } = keys.current();
      return new SignJWT({ sid: sessionId, client_id: clientId ?? OWN_CLIENT })
        .setProtectedHeader({ alg: SIGNING_ALGORITHM, typ: TYPE, kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(accountId)
        .setJti(randomUUID())
        .setIssuedAt()
        .setExpirationTime(`${lifeSeconds}s`)
        .sign(privateKey);
    },
    async verify(token) {
      if (!isCanonical(token)) return null;
      try {
        const { payload } = await jwtVerify(
          token,
          // Only keys of ours, by name: nothing that a token brings along or points to.
          ({ kid = "" }) => {
            const key = keys.find(kid);
            if (!key) throw new errors.JWKSNoMatchingKey();
            return key.publicKey;
          },
          {
            algorithms: [SIGNING_ALGORITHM],
            typ: TYPE,
            issuer,
            audience,
            requiredClaims: REQUIRED_CLAIMS,
            clockTolerance: CLOCK_TOLERANCE_SECONDS,
            // Also refuses what was issued in the future.
            maxTokenAge: lifeSeconds,
          },
        );
        const { sub, sid, jti, client_id: clientId, iat = 0, exp = 0 } = payload;
        if (!isUuid(sub) || !isUuid(sid)) return null;
        if (!isText(jti) || !isText(clientId)) return null;
        return { accountId: sub, sessionId: sid, tokenId: jti, issuedAt: iat, expiresAt: exp };
      } catch (error) {
        if (error instanceof errors.JOSEError) return null;
        throw error;
      }
    },
  };
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const isUuid = (text: unknown): text is string => typeof text === "string" && UUID.test(text);

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

// The last character of a signature has bits to spare, which decoders ignore: one token must have one spelling.
function isCanonical(token: string): boolean {
  const signature = token.slice(token.lastIndexOf(".") + 1);
  return Buffer.from(signature, "base64url").toString("base64url") === signature;
}
