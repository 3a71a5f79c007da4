import { deleteAccount } from "../../accounts/delete-account.ts";
import { type Outcome, accept, refuse } from "../../domain/failure.ts";
import type { Actor, Origin } from "../../postgres/audit-entries.ts";
import { isLastAdmin } from "../../postgres/last-admin.ts";
import { transact } from "../../postgres/pool.ts";
import { holdAccount } from "../../postgres/user-standing.ts";
import type { Resources } from "../../resources.ts";

type Refusal = "not_found" | "own_account" | "last_admin";

/**
 * Deletes somebody else's account, with all that its owner's own deletion does. Throws UnavailableError when Postgres is
 * away.
 */
export async function deleteUser(
  resources: Pick<Resources, "pool" | "events" | "keys">,
  request: { accountId: string; reason: string | undefined; actor: Actor; origin: Origin },
): Promise<Outcome<null, Refusal>> {
  const { accountId, reason, actor, origin } = request;
  // His password is asked for where he deletes his own.
  if (actor.name === accountId)
    return refuse("own_account", { detail: "Your own goes by DELETE /users/me." });
  return transact(resources.pool, async (client): Promise<Outcome<null, Refusal>> => {
    const isLast = await isLastAdmin(client, { id: accountId });
    const account = await holdAccount(client, accountId);
    if (!account) return refuse("not_found");
    if (isLast) return refuse("last_admin");
    await deleteAccount(resources, client, {
      account,
      actor,
      origin,
      action: "admin.user_deleted",
      ...(reason === undefined ? {} : { details: { reason } }),
    });
    return accept(null);
  });
}
