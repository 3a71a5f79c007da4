import { type Outcome, accept, refuse, toRetryAfterSeconds } from "../domain/failure.ts";
import { pseudonym } from "../keys.ts";
import { clientAddress, networkOf } from "../limits/client-address.ts";
import type { Standing } from "../limits/limiter.ts";
import type { PolicyName } from "../limits/policies.ts";
import type { Resources } from "../resources.ts";
import type { Context } from "./environment.ts";

/**
 * Counts the request under a route's policies and writes the RateLimit fields
 * (draft-ietf-httpapi-ratelimit-headers-11). In shadow mode it counts and tells, and refuses nothing.
 */
export async function spendLimits(
  c: Context,
  resources: Pick<Resources, "limiter" | "keys" | "config" | "log">,
  policies: readonly PolicyName[],
  emailNormalised: string,
): Promise<Outcome<null, "rate_limited">> {
  const { config, keys, limiter, log } = resources;
  if (config.LIMITS === "off") return accept(null);
  const name = (text: string): string => pseudonym(keys.address, text);
  const network = networkOf(requestAddress(c, config.TRUSTED_PROXIES));
  const standings = await limiter.spend(policies, {
    ip: name(network),
    address: name(emailNormalised),
    "ip+address": name(`${network}\n${emailNormalised}`),
  });
  writeFields(c, standings);
  const refused = standings.filter(({ isRefused }) => isRefused);
  if (refused.length === 0) return accept(null);
  const violatedPolicies = refused.map(({ policy }) => policy);
  if (config.LIMITS === "shadow") {
    log.info({ violatedPolicies, request_id: c.get("requestId") }, "a limit would have refused");
    return accept(null);
  }
  return refuse("rate_limited", {
    violatedPolicies,
    retryAfterSeconds: toRetryAfterSeconds(Math.max(...refused.map(({ resetMs }) => resetMs))),
  });
}

/** The client's address, as far as the configured number of proxies can be believed. */
export const requestAddress = (c: Context, trustedProxies: number): string =>
  clientAddress(c.env.peerAddress, c.req.header("x-forwarded-for"), trustedProxies);

function writeFields(c: Context, standings: Standing[]): void {
  const policy = standings.map((s) => `"${s.policy}";q=${s.quota};w=${s.windowSeconds}`);
  const left = standings.map((s) => `"${s.policy}";r=${s.left};t=${Math.ceil(s.resetMs / 1000)}`);
  // Appended: a route may spend some of its limits only once the password was checked.
  c.header("RateLimit-Policy", policy.join(", "), { append: true });
  c.header("RateLimit", left.join(", "), { append: true });
}
