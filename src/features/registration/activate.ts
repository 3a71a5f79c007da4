import { activationCode } from "../../accounts/activation-code.ts";
import { type CodeRefusal, refuseCode } from "../../accounts/refuse-code.ts";
import { type Outcome, accept, refuse } from "../../domain/failure.ts";
import type { Settlement } from "../../domain/guess-budget.ts";
import type { Origin } from "../../postgres/audit-entries.ts";
import { attempt } from "../../postgres/pool.ts";
import { type Account, activateAccount, findAccountByEmail } from "../../postgres/users.ts";
import type { Resources } from "../../resources.ts";
import { type Guess, auditWrongGuess } from "./guess.ts";

type ActivateResources = Pick<
  Resources,
  "pool" | "codes" | "codePolicy" | "keys" | "breaker" | "metrics" | "journal" | "events" | "live"
>;

/**
 * Activates an account whose password was checked, with the code of its newest mail. The code may be right for many
 * requests at once; the database makes one effect of them. Throws UnavailableError when a store is away.
 */
export async function activate(
  resources: ActivateResources,
  { account, code, origin }: Guess,
): Promise<Outcome<{ status: "active" }, CodeRefusal | "already_active">> {
  if (account.status !== "pending") return refuse("already_active");
  const { pool, codes, codePolicy, keys, breaker, metrics } = resources;
  const { key, digest } = activationCode(keys, account);
  const { generation } = account;
  const redemption = await codes.redeem(key, { generation, digest: digest(code) });
  metrics.codes.inc({ event: redemption.kind === "none" ? "expired" : redemption.kind });
  if (redemption.kind === "right") {
    const used = { addressPseudonym: key.holder, settlement: redemption.settlement };
    if (await attempt(() => isActiveNow(resources, account, used, origin)))
      return accept({ status: "active" });
    return refuse("code_expired", { detail: "The address was registered anew." });
  }
  if (redemption.kind === "wrong") await breaker.countWrongCode();
  const actor = { kind: "user", name: account.id } as const;
  await auditWrongGuess(pool, redemption, { actor, accountId: account.id, origin });
  return refuseCode(codePolicy, account, redemption);
}

// When this request changed nothing, another one with the same right code was first, or the account is a new one now.
async function isActiveNow(
  { pool, journal, events, live }: ActivateResources,
  account: Account,
  code: { addressPseudonym: string; settlement: Settlement },
  origin: Origin,
): Promise<boolean> {
  if (await activateAccount(pool, account, code, origin, events.mintId())) {
    journal.noteActivation(code.addressPseudonym);
    live.tell("activated", account);
    return true;
  }
  const now = await findAccountByEmail(pool, account.emailNormalised);
  return now?.id === account.id && now.status === "active";
}
