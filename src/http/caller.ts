import { type Outcome, accept, refuse } from "../domain/failure.ts";
import { type Credentials, checkCredentials } from "../credentials.ts";
import type { PolicyName } from "../limits/policies.ts";
import { attempt } from "../postgres/pool.ts";
import { findLiveSession } from "../postgres/sessions.ts";
import type { Account } from "../postgres/users.ts";
import type { Resources } from "../resources.ts";
import type { VerifiedAccess } from "../tokens/access-tokens.ts";
import { parseBasicCredentials } from "./basic-auth.ts";
import type { Context } from "./environment.ts";
import { type LimitResources, spendLimits } from "./limit.ts";
import { WRONG_PASSWORDS, auditWrongPassword, forgetWrongPasswords } from "./wrong-passwords.ts";

export type CallerResources = LimitResources &
  Pick<Resources, "pool" | "hasher" | "credentialCache" | "metrics" | "accessTokens">;

type PasswordOutcome = Outcome<
  Account,
  "invalid_credentials" | "account_disabled" | "rate_limited"
>;

/**
 * The account whose e-mail and password the request carries in its header. One that no account can have costs nothing at
 * all.
 */
export async function basicCaller(
  c: Context,
  resources: CallerResources,
  policies: readonly PolicyName[],
): Promise<PasswordOutcome> {
  const credentials = parseBasicCredentials(c.req.header("authorization"));
  return credentials
    ? passwordCaller(c, resources, credentials, policies)
    : refuse("invalid_credentials");
}

/**
 * The account of an e-mail and password. The route's limits are spent before anything costly. Too many wrong passwords in
 * a row do not keep a pending owner from his own minute; of every other account they make the right one wrong here, as of
 * those nobody has.
 */
export async function passwordCaller(
  c: Context,
  resources: CallerResources,
  credentials: Credentials,
  policies: readonly PolicyName[],
): Promise<PasswordOutcome> {
  const { email } = credentials;
  const subject = { emailNormalised: email.normalised };
  const spent = await spendLimits(c, resources, policies, subject, [WRONG_PASSWORDS]);
  if (!spent.ok) return spent;
  const { account, verified } = await checkCredentials(resources, credentials);
  const isGuessedAt = spent.value.standingOf(WRONG_PASSWORDS)?.isRefused ?? false;
  if (!verified || (isGuessedAt && verified.status !== "pending")) {
    // Beyond the limit they are in the log alone: a stranger must not fill the audit trail.
    if (!isGuessedAt)
      await auditWrongPassword(c, resources, { action: "password.check_refused", email, account });
    return refuse("invalid_credentials");
  }
  forgetWrongPasswords(resources, spent.value);
  return verified.status === "disabled" ? refuse("account_disabled") : accept(verified);
}

/** What stands on every route that takes an access token. */
export const BEARER_LIMITS = ["account.ip", "account.account"] as const satisfies PolicyName[];
/** What such a route may answer, beside its own. */
export const BEARER_PROBLEMS = ["invalid_token", "rate_limited", "unavailable"] as const;
/** The security requirement of such a route's contract. */
export const BEARER_SECURITY = [{ bearer: [] }];

export type BearerCaller = {
  account: Account;
  sessionId: string;
  clientId: string | null;
  /** When the token ends, in ms since 1970. */
  expiresAtMs: number;
};

/**
 * What the access token of a request says (RFC 6750), once it is within its limits. Its session is still to be looked up:
 * one that ended is of no use from then on, with and without Redis.
 */
export async function bearerClaims(
  c: Context,
  resources: CallerResources,
  policies: readonly PolicyName[] = BEARER_LIMITS,
): Promise<Outcome<VerifiedAccess, "invalid_token" | "rate_limited">> {
  const token = readBearer(c.req.header("authorization"));
  const claims = token === null ? null : await resources.accessTokens.verify(token);
  if (!claims) return refuse("invalid_token");
  const subject = { emailNormalised: null, accountId: claims.accountId };
  const spent = await spendLimits(c, resources, policies, subject);
  return spent.ok ? accept(claims) : spent;
}

/** The account whose access token the request carries, and the session it is of, which is looked up each time. */
export async function bearerCaller(
  c: Context,
  resources: CallerResources,
  policies: readonly PolicyName[] = BEARER_LIMITS,
): Promise<Outcome<BearerCaller, "invalid_token" | "rate_limited">> {
  const claims = await bearerClaims(c, resources, policies);
  if (!claims.ok) return claims;
  const { accountId, sessionId, expiresAt } = claims.value;
  const found = await attempt(() => findLiveSession(resources.pool, { sessionId, accountId }));
  if (!found) return refuse("invalid_token");
  return accept({ ...found, sessionId, expiresAtMs: expiresAt * 1000 });
}

/** Whether a request means to call with an access token, good or not. */
export const hasBearer = (c: Context): boolean =>
  /^bearer /i.test(c.req.header("authorization") ?? "");

const BEARER = /^bearer +([\w.-]+)$/i;

/** The token of a Bearer header; null for everything else. */
export const readBearer = (header: string | undefined): string | null =>
  BEARER.exec(header ?? "")?.[1] ?? null;
