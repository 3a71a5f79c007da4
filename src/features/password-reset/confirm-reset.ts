import { replacePassword } from "../../accounts/replace-password.ts";
import { type Outcome, accept, refuse } from "../../domain/failure.ts";
import { digestToken } from "../../domain/link-token.ts";
import { pseudonym } from "../../keys.ts";
import type { Origin } from "../../postgres/audit-entries.ts";
import { findAccountByReset, takePasswordReset } from "../../postgres/password-resets.ts";
import { attempt, transact } from "../../postgres/pool.ts";
import { lockAccount } from "../../postgres/sessions.ts";
import type { Account } from "../../postgres/users.ts";
import type { Resources } from "../../resources.ts";

type ConfirmResources = Pick<
  Resources,
  "pool" | "hasher" | "events" | "passwordPolicy" | "limiter" | "keys" | "log"
>;

export type ResetConfirmation = { token: string; password: string; origin: Origin };

/**
 * Sets the password that the owner of a mailbox chose, and ends whatever somebody else may have begun: sessions, other
 * tokens, and a change of the address under way. A token that is no good costs no hash. Throws UnavailableError when
 * there is no room for a hash, or Postgres or the breach check is away: nothing is done then, and the token stays good.
 */
export async function confirmReset(
  resources: ConfirmResources,
  { token, password, origin }: ResetConfirmation,
): Promise<Outcome<null, "link_expired" | "password_refused">> {
  const { pool, hasher, passwordPolicy } = resources;
  const tokenDigest = digestToken(token);
  const account = await attempt(() => findAccountByReset(pool, tokenDigest));
  if (!account) return refuse("link_expired", ASK_AGAIN);
  const { email, username } = account;
  const allowed = await passwordPolicy.check(password, { email, username });
  if (!allowed.ok) return allowed;
  const passwordHash = await hasher.hash(password);
  const reset = { account, tokenDigest, passwordHash, origin };
  if (!(await isReset(resources, reset))) return refuse("link_expired", ASK_AGAIN);
  forgetGuesses(resources, account);
  return accept(null);
}

const ASK_AGAIN = { detail: "Ask for a new one." };

type Reset = { account: Account; tokenDigest: string; passwordHash: string; origin: Origin };

// The account is held first, always: two tokens of it, used at once, wait for each other in order.
const isReset = (
  { pool, events }: ConfirmResources,
  { account, tokenDigest, passwordHash, origin }: Reset,
): Promise<boolean> =>
  transact(pool, async (client) => {
    if (!(await lockAccount(client, account))) return false;
    if (!(await takePasswordReset(client, tokenDigest))) return false;
    const replacement = { account, passwordHash, way: "reset", keep: null, origin } as const;
    await replacePassword(events, client, replacement);
    return true;
  });

// They were guesses at the older password, and must not keep the owner from using the new one. Beside the answer: Redis is
// told before whatever comes after that.
function forgetGuesses(
  { limiter, keys, log }: Pick<ConfirmResources, "limiter" | "keys" | "log">,
  { emailNormalised }: Account,
): void {
  const key = pseudonym(keys.address, emailNormalised);
  for (const policy of ["sign-in.failures", "sign-in.devices"] as const)
    // The password is set; what stays counted runs out by itself.
    limiter
      .clear({ policy, key })
      .catch((error: unknown) => log.warn({ err: error }, "wrong passwords stay counted"));
}
