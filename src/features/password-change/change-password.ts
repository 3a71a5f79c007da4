import { type SignedIn, changeAsChecked } from "../../accounts/change-as-checked.ts";
import { replacePassword } from "../../accounts/replace-password.ts";
import type { Outcome } from "../../domain/failure.ts";
import type { Origin } from "../../postgres/audit-entries.ts";
import { transact } from "../../postgres/pool.ts";
import { lockAccount } from "../../postgres/sessions.ts";
import type { Resources } from "../../resources.ts";

/**
 * Replaces a password whose current one was checked. Whatever was begun with the older one ends: all other sessions,
 * links to reset it, a change of address that waits for its code. Of several at once one has an effect. Throws
 * UnavailableError when there is no room for a hash, or Postgres or the breach check is away.
 */
export async function changePassword(
  resources: Pick<Resources, "pool" | "hasher" | "events" | "passwordPolicy">,
  signedIn: SignedIn,
  { newPassword, origin }: { newPassword: string; origin: Origin },
): Promise<Outcome<true, "password_refused" | "invalid_token" | "password_incorrect">> {
  const { pool, hasher, events, passwordPolicy } = resources;
  const { email, username } = signedIn.account;
  const allowed = await passwordPolicy.check(newPassword, { email, username }, "new_password");
  if (!allowed.ok) return allowed;
  const passwordHash = await hasher.hash(newPassword);
  return changeAsChecked(resources, signedIn, (account) =>
    transact(pool, async (client) => {
      if (!(await lockAccount(client, account))) return null;
      const keep = signedIn.sessionId;
      const replacement = { account, passwordHash, way: "changed", keep, origin } as const;
      await replacePassword(events, client, replacement);
      return true as const;
    }),
  );
}
