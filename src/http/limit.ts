import { randomUUID } from "node:crypto";
import { type Outcome, accept, refuse, toRetryAfterSeconds } from "../domain/failure.ts";
import { pseudonym } from "../keys.ts";
import { clientAddress, networkOf } from "../limits/client-address.ts";
import type { Spender, Standing } from "../limits/limiter.ts";
import type { LimitKey, PolicyName } from "../limits/policies.ts";
import type { Resources } from "../resources.ts";
import { addToField } from "./answer.ts";
import type { Context } from "./environment.ts";

export type LimitResources = Pick<
  Resources,
  "limiter" | "keys" | "serviceName" | "config" | "log" | "decisions"
>;

/** Whom a request is counted for, besides the address that it comes from. */
export type LimitSubject = {
  emailNormalised: string | null;
  /** What stands for the address, where it was made already. */
  addressKey?: string;
  accountId?: string;
  /** A device that is known to be of the address' owner. */
  deviceId?: string;
};

/** What a request was counted under; limits on something that did not happen after all are given back. */
export type SpentLimits = {
  refund(names: readonly PolicyName[]): void;
  /** How a policy stands after this request; undefined when it was not counted. */
  standingOf(name: PolicyName): Standing | undefined;
};

/** The policies of a route, under this name in its definition: the API document and operators read them there. */
export const RATE_LIMITS = "x-rate-limits";

/**
 * Counts the request under policies and writes the RateLimit fields (draft-ietf-httpapi-ratelimit-headers-11). A
 * refused request spends nothing. A policy among `passing` is counted and refuses nothing: the caller looks at its
 * standing. Throws UnavailableError when Redis does not answer.
 */
export async function spendLimits(
  c: Context,
  resources: LimitResources,
  policies: readonly PolicyName[],
  subject: LimitSubject,
  passing: readonly PolicyName[] = [],
): Promise<Outcome<SpentLimits, "rate_limited">> {
  const { config, limiter, log, decisions } = resources;
  if (config.LIMITS === "off") return accept({ refund: () => {}, standingOf: () => undefined });
  const spender = identifySpender(resources, requestAddress(c, config.TRUSTED_PROXIES), subject);
  const spent = await limiter.spend(policies, spender);
  const standings =
    passing.length === 0
      ? spent
      : spent.map((each) => (passing.includes(each.policy) ? { ...each, isRefused: false } : each));
  const isShadow = config.LIMITS === "shadow";
  const refused = standings.filter(({ isRefused, mode }) => isRefused && mode === "enforce");
  const isRefused = refused.length > 0 && !isShadow;
  decisions.record({
    requestId: nameInJournal(c),
    route: routeName(c),
    subject: subject.emailNormalised === null ? null : spender.keyOf("address"),
    isShadow,
    standings,
  });
  writeFields(c, standings, subject);
  // Beside the answer, which need not wait for it: what is lost here only makes a limit stricter.
  const refund: SpentLimits["refund"] = (names) => {
    limiter
      .refund(spent.filter(({ policy }) => names.includes(policy)))
      .catch((error: unknown) => log.debug({ err: error }, "what a request spent stays counted"));
  };
  const standingOf: SpentLimits["standingOf"] = (name) =>
    spent.find(({ policy }) => policy === name);
  if (!isRefused) return accept({ refund, standingOf });
  refund(policies);
  return refuse("rate_limited", {
    violatedPolicies: refused.map(({ policy }) => policy),
    retryAfterSeconds: toRetryAfterSeconds(Math.max(...refused.map(({ resetMs }) => resetMs))),
  });
}

/** The keys somebody's requests are counted under: hashes, so that Redis holds nobody's address. */
export function identifySpender(
  { keys, serviceName }: Pick<Resources, "keys" | "serviceName">,
  ip: string,
  { emailNormalised, addressKey, accountId, deviceId }: LimitSubject,
): Spender {
  const network = networkOf(ip);
  const texts: Partial<Record<LimitKey, string | null | undefined>> = {
    ip: network,
    address: emailNormalised,
    "ip+address": emailNormalised === null ? null : `${network}\n${emailNormalised}`,
    account: accountId,
    device: deviceId,
  };
  // Made when it is asked for first: each is a hash on the way of every request.
  const made = new Map<LimitKey, string>([["service", serviceName]]);
  if (addressKey !== undefined) made.set("address", addressKey);
  return {
    ip,
    emailNormalised,
    keyOf(by) {
      const text = texts[by] ?? null;
      const key = made.get(by) ?? (text === null ? "" : pseudonym(keys.address, text));
      made.set(by, key);
      return key;
    },
  };
}

/** The client's address, as far as the configured number of proxies can be believed. */
export function requestAddress(c: Context, trustedProxies: number): string {
  const known = c.get("clientAddress");
  if (known !== undefined) return known;
  const address = clientAddress(c.env.peerAddress, c.req.header("x-forwarded-for"), trustedProxies);
  c.set("clientAddress", address);
  return address;
}

// The same for all limits of a request, also when it spends some of them later.
function nameInJournal(c: Context): string {
  const name = c.get("journalId") ?? randomUUID();
  c.set("journalId", name);
  return name;
}

const routeName = (c: Context): string => `${c.req.method} ${c.req.routePath}`;

// A limit that only watches must not slow a polite client down: the fields tell of those that refuse. How much an
// address was sent is nobody's business who does not have its password.
function writeFields(c: Context, standings: Standing[], { accountId }: LimitSubject): void {
  const told = standings.filter(
    ({ mode, by, isRefused }) =>
      mode === "enforce" && (by !== "address" || isRefused || accountId !== undefined),
  );
  if (told.length === 0) return;
  const policy = told.map((s) => `"${s.policy}";q=${s.quota.count};w=${s.quota.windowSeconds}`);
  const left = told.map((s) => `"${s.policy}";r=${s.left};t=${Math.ceil(s.resetMs / 1000)}`);
  // Added: a route may spend some of its limits only once the password was checked.
  addToField(c, "ratelimit-policy", policy.join(", "));
  addToField(c, "ratelimit", left.join(", "));
}
