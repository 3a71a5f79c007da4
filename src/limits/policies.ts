import { type LimitMode, type Quota, parseQuota } from "../domain/quota.ts";

/**
 * What a policy counts by: a network, an e-mail address, both (so that a stranger spends only his own quota), an
 * account whose password was checked, a device that its owner signed in on before, or nothing, which is the whole
 * service.
 */
export const LIMIT_KEYS = ["ip", "address", "ip+address", "account", "device", "service"] as const;
export type LimitKey = (typeof LIMIT_KEYS)[number];

/** What operators can change of a policy while the service runs. */
export type PolicySettings = {
  quota: Quota;
  mode: LimitMode;
  whenRedisIsAway: "deny" | "allow";
  /** Networks (CIDR) and addresses of accounts that are not counted. */
  allow: readonly string[];
  /** Evaluated beside the quota, and never enforced. */
  candidate: Quota | null;
};

export type Policy = PolicySettings & { by: LimitKey };

function policy(quota: string, by: LimitKey, mode: LimitMode = "enforce"): Policy {
  const parsed = parseQuota(quota);
  if (!parsed) throw new Error(`"${quota}" is not a quota`);
  return { quota: parsed, by, mode, whenRedisIsAway: "deny", allow: [], candidate: null };
}

/**
 * Every rate limit there is, with its defaults. Guesses at codes have a budget of their own (domain/guess-budget.ts).
 * Sends are limited by address alone, so that no inbox can be flooded; password checks are not, or a stranger could
 * lock the owner out. What counts the whole service only warns, unless an operator wants it to refuse.
 */
export const POLICIES = {
  "register.ip": policy("20/1h", "ip"),
  "register.service": policy("6000/1h", "service", "shadow"),
  "send.hour": policy("5/1h", "address"),
  "send.day": policy("10/1d", "address"),
  "send.service": policy("6000/1h", "service", "shadow"),
  "activate.ip": policy("30/1m", "ip"),
  "activate.address": policy("10/1m", "ip+address"),
  "resend.ip": policy("20/1h", "ip"),
  "resend.address": policy("10/1m", "ip+address"),
  "resend.account": policy("10/1h", "account"),
  "sign-in.ip": policy("120/1m", "ip"),
  "sign-in.address": policy("60/1m", "ip+address"),
  "sign-in.failures": policy("100/1d", "address"),
  "sign-in.device": policy("30/1h", "device"),
  // All of them together: whoever knew an older password may have made many.
  "sign-in.devices": policy("100/1d", "address"),
  // Tokens cannot be guessed, and who is signed in must be able to sign out when Redis is away.
  "account.ip": { ...policy("600/1m", "ip"), whenRedisIsAway: "allow" },
  "account.account": { ...policy("300/1m", "account"), whenRedisIsAway: "allow" },
  "refresh.ip": { ...policy("300/1m", "ip"), whenRedisIsAway: "allow" },
  // Clients ask for all their users from one address, and at each request of theirs.
  "revoke.ip": { ...policy("300/1m", "ip"), whenRedisIsAway: "allow" },
  "introspect.ip": { ...policy("6000/1m", "ip"), whenRedisIsAway: "allow" },
  // A network's pages all come back at once when an instance restarts.
  "live.ip": policy("600/1m", "ip"),
  "password-check.account": policy("10/1h", "account"),
  // Five guesses each at 8 digits: see EMAIL_CHANGE_CODE.
  "email-change.account": policy("10/1d", "account"),
  // Tokens cannot be guessed: it is work for nothing that is bounded.
  "undo.ip": policy("30/1h", "ip"),
  "reset.ip": policy("20/1h", "ip"),
  "reset.address": policy("5/1h", "address"),
  "reset-confirm.ip": policy("30/1m", "ip"),
  "otp-send.ip": policy("60/1h", "ip"),
  "otp-send.address": policy("5/1h", "address"),
  // For whoever signs in when that is spent, by whomever and for whatever: before its code is over, there is room again.
  "otp-send.reserve": policy("1/9m", "address"),
  // Guesses have budgets of their own, by id and by address: it is work for nothing that is bounded.
  "otp-check.ip": policy("60/1m", "ip"),
  // Services ask for all their users from one address, and nothing can be guessed.
  "proof-check.ip": { ...policy("6000/1m", "ip"), whenRedisIsAway: "allow" },
  // Who takes an account from a thief cannot wait for Redis. At 100 accounts a page, a million take more than an hour.
  "admin.ip": { ...policy("300/1m", "ip"), whenRedisIsAway: "allow" },
  "admin.account": { ...policy("120/1m", "account"), whenRedisIsAway: "allow" },
  // Operators must get in, and metrics out, just when Redis is away.
  "ops.ip": { ...policy("600/1m", "ip"), whenRedisIsAway: "allow" },
} as const satisfies Record<string, Policy>;

/** What counts whatever sends a code, or a word in place of one, to an address that somebody typed. */
export const SEND_LIMITS = ["send.hour", "send.day", "send.service"] as const;

/** What counts only requests that send a mail, or would if they were not refused. */
export const MAIL_LIMITS: ReadonlySet<string> = new Set([
  ...SEND_LIMITS,
  "otp-send.address",
  "otp-send.reserve",
]);

export type PolicyName = keyof typeof POLICIES;
export type Policies = Readonly<Record<PolicyName, Policy>>;

export const POLICY_NAMES = Object.keys(POLICIES) as PolicyName[];

export const isPolicyName = (name: string): name is PolicyName => Object.hasOwn(POLICIES, name);
