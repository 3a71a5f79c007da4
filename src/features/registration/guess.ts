import type { RefusedCode } from "../../accounts/refuse-code.ts";
import { type NewAuditEntry, type Origin, insertAuditEntry } from "../../postgres/audit-entries.ts";
import { type Pool, attempt } from "../../postgres/pool.ts";
import type { Account } from "../../postgres/users.ts";

/** A code that was typed for an account. */
export type Guess<Of extends Account = Account> = { account: Of; code: string; origin: Origin };

/** A guess, right or wrong, is charged before: what is written here is that it was made. */
export async function auditWrongGuess(
  pool: Pool,
  redemption: RefusedCode,
  entry: Omit<NewAuditEntry, "action" | "details">,
): Promise<void> {
  if (redemption.kind !== "wrong" && redemption.kind !== "exhausted") return;
  const attemptsLeft = redemption.kind === "wrong" ? redemption.triesLeft : 0;
  const details = { attempts_left: attemptsLeft };
  await attempt(() => insertAuditEntry(pool, { ...entry, action: "activation.refused", details }));
}
