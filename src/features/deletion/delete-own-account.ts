import { type SignedIn, changeAsChecked } from "../../accounts/change-as-checked.ts";
import { deleteAccount } from "../../accounts/delete-account.ts";
import { type Outcome, accept, refuse } from "../../domain/failure.ts";
import type { Origin } from "../../postgres/audit-entries.ts";
import { isLastAdmin } from "../../postgres/last-admin.ts";
import { transact } from "../../postgres/pool.ts";
import { lockAccount } from "../../postgres/sessions.ts";
import type { Resources } from "../../resources.ts";

type Refusal = "last_admin" | "invalid_token" | "password_incorrect";

/**
 * Deletes an account whose password was checked, and all that names its owner. The audit trail keeps what he did and
 * when; guess budgets and suppressions stay under the pseudonym of the address, which names nobody. Throws
 * UnavailableError when Postgres is away.
 */
export async function deleteOwnAccount(
  resources: Pick<Resources, "pool" | "events" | "keys">,
  signedIn: SignedIn,
  origin: Origin,
): Promise<Outcome<null, Refusal>> {
  const deleted = await changeAsChecked(resources, signedIn, (account) =>
    transact(resources.pool, async (client) => {
      if (await isLastAdmin(client, account)) return refuse("last_admin");
      if (!(await lockAccount(client, account))) return null;
      const actor = { kind: "user", name: account.id } as const;
      await deleteAccount(resources, client, { account, actor, origin, action: "user.deleted" });
      return accept(null);
    }),
  );
  return deleted.ok ? deleted.value : deleted;
}
