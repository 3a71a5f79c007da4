import { type Outcome, accept, refuse } from "../../domain/failure.ts";
import type { Spender } from "../../limits/limiter.ts";
import { POLICIES, type PolicyName } from "../../limits/policies.ts";
import { type Actor, type Origin, insertAuditEntry } from "../../postgres/audit-entries.ts";
import { transact } from "../../postgres/pool.ts";
import { findAccountById } from "../../postgres/user-standing.ts";
import type { Account } from "../../postgres/users.ts";
import type { Resources } from "../../resources.ts";

/** What slows down the sign-in of an owner who forgot his password, or at whose address strangers guess. */
export const SIGN_IN_LOCKS = [
  "sign-in.failures",
  "sign-in.devices",
  "password-check.account",
  "reset.address",
  "otp-send.address",
  "otp-send.reserve",
] as const satisfies PolicyName[];

/**
 * Forgets what slows an account's sign-in down, and writes it down: neither happens without the other. Throws
 * UnavailableError when a store is away.
 */
export function unlockUser(
  { pool, limiter }: Pick<Resources, "pool" | "limiter">,
  request: {
    accountId: string;
    identify: (account: Account) => Spender;
    actor: Actor;
    origin: Origin;
  },
): Promise<Outcome<null, "not_found">> {
  const { accountId, identify, actor, origin } = request;
  return transact(pool, async (client) => {
    const account = await findAccountById(client, accountId);
    if (!account) return refuse("not_found");
    await insertAuditEntry(client, { action: "admin.user_unlocked", actor, accountId, origin });
    const spender = identify(account);
    // Last before the commit: when Redis is away, the entry is rolled back.
    const clear = (policy: (typeof SIGN_IN_LOCKS)[number]): Promise<boolean> =>
      limiter.clear({ policy, key: spender.keyOf(POLICIES[policy].by) });
    await Promise.all(SIGN_IN_LOCKS.map(clear));
    return accept(null);
  });
}
