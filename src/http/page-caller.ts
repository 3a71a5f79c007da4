import { type Outcome, accept, refuse } from "../domain/failure.ts";
import type { Account } from "../postgres/users.ts";
import type { Resources } from "../resources.ts";
import {
  endCookieSession,
  findCookieSession,
  openCookieSession,
} from "../sessions/cookie-session.ts";
import { unusedLifeSeconds } from "../sessions/open-session.ts";
import { BEARER_LIMITS } from "./caller.ts";
import { giveCookie, readCookie, takeCookie } from "./cookies.ts";
import { deviceNameOf } from "./device-name.ts";
import type { Context } from "./environment.ts";
import { type LimitResources, requestAddress, spendLimits } from "./limit.ts";
import { originOf } from "./origin.ts";

/** What is spent wherever somebody may be signed in by his cookie: the same as with an access token. */
export const PAGE_CALLER_LIMITS = BEARER_LIMITS;

export type PageCaller = { account: Account; sessionId: string };
export type PageCallerResources = LimitResources & Pick<Resources, "pool" | "events">;

/**
 * Who is signed in on the browser that asks, by its cookie. The session is looked up each time, as with an access token.
 * Throws UnavailableError when Postgres is away.
 */
export async function pageCaller(
  c: Context,
  resources: PageCallerResources,
): Promise<Outcome<PageCaller, "signed_out" | "rate_limited">> {
  const { config } = resources;
  const token = readCookie(c, config, "session");
  if (token === undefined) return refuse("signed_out");
  const ip = requestAddress(c, config.TRUSTED_PROXIES);
  const found = await findCookieSession(resources, { token, ip });
  if (!found) {
    takeCookie(c, config, "session");
    return refuse("signed_out");
  }
  const { account, sessionId, isRenewed } = found;
  const subject = { emailNormalised: null, accountId: account.id };
  const spent = await spendLimits(c, resources, PAGE_CALLER_LIMITS, subject);
  if (!spent.ok) return spent;
  if (isRenewed) giveSessionCookie(c, resources, token);
  return accept({ account, sessionId });
}

/**
 * Signs in the browser that asks, for an account that was checked; the session that it had before ends. Refuses when the
 * account is another one meanwhile.
 */
export async function signInBrowser(
  c: Context,
  resources: PageCallerResources,
  account: Account,
): Promise<Outcome<null, "invalid_credentials">> {
  const { config } = resources;
  const origin = originOf(c, config);
  const former = readCookie(c, config, "session");
  // First, so that it takes no place of another device.
  if (former !== undefined) await endCookieSession(resources, { token: former, origin });
  const opened = await openCookieSession(resources, {
    account,
    device: deviceNameOf(c.req.header("user-agent")),
    origin,
  });
  if (!opened.ok) return opened;
  giveSessionCookie(c, resources, opened.value.token);
  takeCookie(c, config, "pending");
  return accept(null);
}

const giveSessionCookie = (
  c: Context,
  { config }: Pick<Resources, "config">,
  token: string,
): void =>
  giveCookie(c, config, { name: "session", value: token, lifeSeconds: unusedLifeSeconds(config) });
