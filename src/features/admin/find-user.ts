import { type Outcome, UnavailableError, accept, refuse } from "../../domain/failure.ts";
import { pseudonym } from "../../keys.ts";
import type { Spender, Standing } from "../../limits/limiter.ts";
import { type MailStanding, findMailStanding } from "../../postgres/mail-messages.ts";
import { attempt } from "../../postgres/pool.ts";
import { type Session, listLiveSessions } from "../../postgres/sessions.ts";
import { findAccountById } from "../../postgres/user-standing.ts";
import type { Account } from "../../postgres/users.ts";
import type { Resources } from "../../resources.ts";
import { SIGN_IN_LOCKS } from "./unlock-user.ts";

export type FoundUser = {
  account: Account;
  sessions: Session[];
  mail: MailStanding;
  /** The limits that keep its owner from signing in now; null while Redis cannot tell. */
  locks: Standing[] | null;
};

/** An account, and what is open for it. Throws UnavailableError when Postgres is away. */
export async function findUser(
  { pool, keys, limiter }: Pick<Resources, "pool" | "keys" | "limiter">,
  request: { accountId: string; identify: (account: Account) => Spender },
): Promise<Outcome<FoundUser, "not_found">> {
  const account = await attempt(() => findAccountById(pool, request.accountId));
  if (!account) return refuse("not_found");
  const addressPseudonym = pseudonym(keys.address, account.emailNormalised);
  const [sessions, mail, locks] = await Promise.all([
    attempt(() => listLiveSessions(pool, account.rowId)),
    attempt(() => findMailStanding(pool, { accountRowId: account.rowId, addressPseudonym })),
    findLocks(limiter, request.identify(account)),
  ]);
  return accept({ account, sessions, mail, locks });
}

async function findLocks(
  limiter: Resources["limiter"],
  spender: Spender,
): Promise<Standing[] | null> {
  try {
    const standings = await limiter.look(SIGN_IN_LOCKS, spender);
    return standings.filter(
      ({ left, mode, isOnAllowList }) => left === 0 && mode === "enforce" && !isOnAllowList,
    );
  } catch (error) {
    if (error instanceof UnavailableError) return null;
    throw error;
  }
}
