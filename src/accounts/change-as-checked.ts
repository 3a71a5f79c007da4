import { type Outcome, accept, refuse } from "../domain/failure.ts";
import { attempt } from "../postgres/pool.ts";
import { findLiveSession } from "../postgres/sessions.ts";
import type { Account } from "../postgres/users.ts";
import type { Resources } from "../resources.ts";

/** Whose session a request is of. */
export type SignedIn = { account: Account; sessionId: string };

/**
 * Makes a change of an account whose password was checked a moment ago. The change returns null when the account is
 * not as it was read then: whoever came second is told what is true now. His session ended with it, or his password is
 * the older one; and if neither, it is tried with the account as it is.
 */
export async function changeAsChecked<Changed>(
  { pool }: Pick<Resources, "pool">,
  { account, sessionId }: SignedIn,
  change: (account: Account) => Promise<Changed | null>,
): Promise<Outcome<Changed, "invalid_token" | "password_incorrect">> {
  for (let read = account; ;) {
    const changed = await change(read);
    if (changed !== null) return accept(changed);
    const now = await attempt(() => findLiveSession(pool, { sessionId, accountId: account.id }));
    if (!now) return refuse("invalid_token");
    if (now.account.passwordHash !== account.passwordHash) return refuse("password_incorrect");
    read = now.account;
  }
}
