import { tellUpdated } from "../../accounts/tell-updated.ts";
import { type Outcome, accept, refuse } from "../../domain/failure.ts";
import type { Locale } from "../../domain/locale.ts";
import { normaliseUsername } from "../../domain/username.ts";
import { type Origin, insertAuditEntry } from "../../postgres/audit-entries.ts";
import { USERNAME_INDEX, updateProfile } from "../../postgres/own-account.ts";
import { isTaken, transact } from "../../postgres/pool.ts";
import type { Account } from "../../postgres/users.ts";
import type { Resources } from "../../resources.ts";

/** What is to be otherwise; null takes the username away. */
export type Profile = { username?: string | null | undefined; locale?: Locale | undefined };

/**
 * Changes username and language of an account, and returns it as it is then. What is the same already is no change: it
 * is neither written down nor told. Throws UnavailableError when Postgres is away.
 */
export async function changeProfile(
  { pool, events }: Pick<Resources, "pool" | "events">,
  { account, profile, origin }: { account: Account; profile: Profile; origin: Origin },
): Promise<Outcome<Account, "username_taken" | "invalid_token">> {
  const { username = account.username, locale = account.locale } = profile;
  const members = [
    ...(username === account.username ? [] : ["username"]),
    ...(locale === account.locale ? [] : ["locale"]),
  ];
  if (members.length === 0) return accept(account);
  const written =
    username === null ? null : { written: username, normalised: normaliseUsername(username) };
  try {
    const changed = await transact(pool, async (client) => {
      const updated = await updateProfile(client, account.rowId, {
        ...(members.includes("username") && { username: written }),
        ...(members.includes("locale") && { locale }),
      });
      if (!updated) return null;
      await insertAuditEntry(client, {
        action: "profile.changed",
        actor: { kind: "user", name: account.id },
        accountId: account.id,
        origin,
        details: { members },
      });
      await tellUpdated(events, client, updated);
      return updated;
    });
    // Deleted or disabled a moment ago, and its sessions with it.
    return changed ? accept(changed) : refuse("invalid_token");
  } catch (error) {
    // Of many who claim a name at once the index lets one have it.
    if (isTaken(error, USERNAME_INDEX)) return refuse("username_taken");
    throw error;
  }
}
