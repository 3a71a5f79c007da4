import type { Credentials } from "../credentials.ts";
import type { Limiter } from "../limits/limiter.ts";
import type { PolicyName } from "../limits/policies.ts";
import { pseudonym } from "../keys.ts";
import { type AuditAction, insertAuditEntry } from "../postgres/audit-entries.ts";
import { attempt } from "../postgres/pool.ts";
import type { Account } from "../postgres/users.ts";
import type { Resources } from "../resources.ts";
import type { Context } from "./environment.ts";
import type { SpentLimits } from "./limit.ts";
import { originOf } from "./origin.ts";

/**
 * Wrong passwords for one address, from wherever: at most 100 in a row (NIST SP 800-63B-4 §3.2.2). Every check of a
 * password is counted before it, and taken back when it was right.
 */
export const WRONG_PASSWORDS = "sign-in.failures" satisfies PolicyName;

/** The same from devices on which somebody signed in to the address before; strangers do not use it up. */
export const WRONG_ON_DEVICES = "sign-in.devices" satisfies PolicyName;

/** After a right password: its own count is given back, and older wrong ones are forgotten. */
export function forgetWrongPasswords(
  { limiter, log }: { limiter: Limiter; log: Resources["log"] },
  spent: SpentLimits,
  policy: typeof WRONG_PASSWORDS | typeof WRONG_ON_DEVICES = WRONG_PASSWORDS,
): void {
  const standing = spent.standingOf(policy);
  if (!standing || standing.isRefused || standing.used <= 1) return spent.refund([policy]);
  limiter
    .clear(standing)
    .catch((error: unknown) => log.debug({ err: error }, "wrong passwords stay counted"));
}

/** Writes a wrong password down; the same for addresses that nobody has. */
export async function auditWrongPassword(
  c: Context,
  { pool, keys, config }: Pick<Resources, "pool" | "keys" | "config">,
  refused: { action: AuditAction; email: Credentials["email"]; account: Account | null },
): Promise<void> {
  await attempt(() =>
    insertAuditEntry(pool, {
      action: refused.action,
      actor: { kind: "anonymous", name: null },
      accountId: refused.account?.id ?? null,
      addressPseudonym: pseudonym(keys.address, refused.email.normalised),
      origin: originOf(c, config),
      details: { reason: "wrong password" },
    }),
  );
}
