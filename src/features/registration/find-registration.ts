import { attempt } from "../../postgres/pool.ts";
import { type RegisteredAccount, findRegisteredAccount } from "../../postgres/registrations.ts";
import type { Resources } from "../../resources.ts";

/** What became of a registration that a browser waits for. */
export type FoundRegistration =
  /** It waits for its code. */
  | { kind: "pending"; account: RegisteredAccount }
  /** Its address has an account of somebody: there is a code that nobody has. Nothing that is seen may differ. */
  | { kind: "nobodys"; account: RegisteredAccount }
  /** Its account was activated. */
  | { kind: "active" }
  /** The address was registered anew since, or nobody has it any more. */
  | { kind: "over" };

/** Looks a registration up by its id and its address. Throws UnavailableError when Postgres is away. */
export async function findRegistration(
  { pool }: Pick<Resources, "pool">,
  registration: { id: string; emailNormalised: string },
): Promise<FoundRegistration> {
  const { id, emailNormalised } = registration;
  const account = await attempt(() => findRegisteredAccount(pool, emailNormalised));
  if (account?.id === id)
    return account.status === "pending" ? { kind: "pending", account } : { kind: "active" };
  // The id of a pending account is the one of its newest registration.
  if (account?.registrationId === id && account.status !== "pending")
    return { kind: "nobodys", account };
  return { kind: "over" };
}
