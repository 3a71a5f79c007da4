import { type Outcome, accept, refuse } from "../domain/failure.ts";
import type { PolicyName } from "../limits/policies.ts";
import type { Account } from "../postgres/users.ts";
import type { Resources } from "../resources.ts";
import type { Context } from "./environment.ts";
import { type LimitResources, spendLimits } from "./limit.ts";
import { auditWrongPassword } from "./wrong-passwords.ts";

/** What counts the passwords that are given besides a session. */
export const PASSWORD_CHECK = "password-check.account" satisfies PolicyName;

/**
 * Whether whoever is signed in knows the password of his account. The tries are counted by account, for they are made
 * with its own session; a wrong one is written down. Throws UnavailableError when there is no room for a hash, or a
 * store is away.
 */
export async function confirmPassword(
  c: Context,
  resources: LimitResources & Pick<Resources, "pool" | "hasher">,
  account: Account,
  currentPassword: string | null,
): Promise<Outcome<null, "password_incorrect" | "rate_limited">> {
  const spent = await spendLimits(c, resources, [PASSWORD_CHECK], {
    emailNormalised: null,
    accountId: account.id,
  });
  if (!spent.ok) return spent;
  const { hasher } = resources;
  if (currentPassword === null || !(await hasher.verify(account.passwordHash, currentPassword))) {
    const email = { address: account.email, normalised: account.emailNormalised };
    await auditWrongPassword(c, resources, { action: "password.check_refused", email, account });
    return refuse("password_incorrect");
  }
  spent.value.refund([PASSWORD_CHECK]);
  return accept(null);
}
