import { type Outcome, accept, refuse, toRetryAfterSeconds } from "../../domain/failure.ts";
import type { Settlement } from "../../domain/guess-budget.ts";
import { cooldownLeftMs, digestCode } from "../../domain/one-time-code.ts";
import { pseudonym } from "../../keys.ts";
import { type Origin, insertAuditEntry } from "../../postgres/audit-entries.ts";
import { attempt } from "../../postgres/pool.ts";
import { type Account, activateAccount, findAccountByEmail } from "../../postgres/users.ts";
import type { Resources } from "../../resources.ts";

type ActivateResources = Pick<
  Resources,
  "pool" | "codes" | "codePolicy" | "keys" | "breaker" | "metrics" | "journal" | "events" | "live"
>;
type Refusal = "already_active" | "code_expired" | "code_incorrect" | "code_exhausted";

/**
 * Activates an account whose password was checked, with the code of its newest mail. The code may be right for many
 * requests at once; the database makes one effect of them. Throws UnavailableError when a store is away.
 */
export async function activate(
  resources: ActivateResources,
  { account, code, origin }: { account: Account; code: string; origin: Origin },
): Promise<Outcome<{ status: "active" }, Refusal>> {
  if (account.status !== "pending") return refuse("already_active");
  const { codes, codePolicy, keys, breaker, metrics } = resources;
  const { id: accountId, generation } = account;
  const addressPseudonym = pseudonym(keys.address, account.emailNormalised);
  const binding = { purpose: "activation", accountId, generation } as const;
  const redemption = await codes.redeem(
    { holder: addressPseudonym, purpose: "activation" },
    { generation, digest: digestCode(keys.codeDigest, binding, code) },
  );
  metrics.codes.inc({ event: redemption.kind === "none" ? "expired" : redemption.kind });
  switch (redemption.kind) {
    case "none":
    case "late":
      return refuse("code_expired", { detail: "Ask for a new one." });
    case "wrong":
      await breaker.countWrongCode();
      await auditRefusal(resources, { account, origin, attemptsLeft: redemption.triesLeft });
      return refuse("code_incorrect", { attemptsLeft: redemption.triesLeft });
    case "exhausted":
      await auditRefusal(resources, { account, origin, attemptsLeft: 0 });
      return refuse("code_exhausted", {
        detail: "Ask for a new code.",
        attemptsLeft: 0,
        retryAfterSeconds: toRetryAfterSeconds(cooldownLeftMs(codePolicy, account)),
      });
    case "right": {
      const used = { addressPseudonym, settlement: redemption.settlement };
      if (await attempt(() => isActiveNow(resources, account, used, origin)))
        return accept({ status: "active" });
      return refuse("code_expired", { detail: "The address was registered anew." });
    }
  }
}

/** A guess, right or wrong, is charged before: what is written here is that it was made. */
const auditRefusal = (
  { pool }: ActivateResources,
  refused: { account: Account; origin: Origin; attemptsLeft: number },
): Promise<void> =>
  attempt(() =>
    insertAuditEntry(pool, {
      action: "activation.refused",
      actor: { kind: "user", name: refused.account.id },
      accountId: refused.account.id,
      origin: refused.origin,
      details: { attempts_left: refused.attemptsLeft },
    }),
  );

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
