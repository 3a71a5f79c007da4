/** What a policy counts by: a client address, an e-mail address, or both, so that a stranger spends only his own. */
export type LimitKey = "ip" | "address" | "ip+address";

export type Policy = { quota: number; windowSeconds: number; by: LimitKey };

const UNIT_SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** Reads "5/15m": five in fifteen minutes. Throws on anything else. */
export function parsePolicy(text: string, by: LimitKey): Policy {
  const [, quota, count, unit] = /^([1-9]\d{0,6})\/([1-9]\d{0,3})?([smhd])$/.exec(text) ?? [];
  if (quota === undefined || unit === undefined) throw new Error(`"${text}" is not a quota`);
  const seconds = UNIT_SECONDS[unit as keyof typeof UNIT_SECONDS];
  return { quota: Number(quota), windowSeconds: Number(count ?? 1) * seconds, by };
}

/**
 * Every rate limit there is. Codes have a limit of their own for guesses (redis/scripts), and sends are limited by
 * address alone, so that nobody's inbox can be flooded; password checks are not, or a stranger could lock one out.
 */
export const POLICIES = {
  "register.ip": parsePolicy("20/1h", "ip"),
  "send.hour": parsePolicy("5/1h", "address"),
  "send.day": parsePolicy("10/1d", "address"),
  "activate.ip": parsePolicy("30/1m", "ip"),
  "activate.address": parsePolicy("10/1m", "ip+address"),
  "resend.ip": parsePolicy("20/1h", "ip"),
  "resend.address": parsePolicy("10/1m", "ip+address"),
  "account.ip": parsePolicy("120/1m", "ip"),
  "account.address": parsePolicy("60/1m", "ip+address"),
} as const satisfies Record<string, Policy>;

export type PolicyName = keyof typeof POLICIES;
