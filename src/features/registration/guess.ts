import { type Outcome, refuse, toRetryAfterSeconds } from "../../domain/failure.ts";
import { cooldownLeftMs } from "../../domain/one-time-code.ts";
import { type NewAuditEntry, type Origin, insertAuditEntry } from "../../postgres/audit-entries.ts";
import { type Pool, attempt } from "../../postgres/pool.ts";
import type { Account } from "../../postgres/users.ts";
import type { Redemption } from "../../redis/one-time-codes.ts";
import type { Resources } from "../../resources.ts";

/** A code that was typed for an account. */
export type Guess<Of extends Account = Account> = { account: Of; code: string; origin: Origin };
export type GuessRefusal = "code_expired" | "code_incorrect" | "code_exhausted";
type Refused = Exclude<Redemption, { kind: "right" }>;

/** What is answered to a code that is not right. */
export function refuseGuess(
  codePolicy: Resources["codePolicy"],
  account: Account,
  redemption: Refused,
): Outcome<never, GuessRefusal> {
  switch (redemption.kind) {
    case "none":
    case "late":
      return refuse("code_expired", { detail: "Ask for a new one." });
    case "wrong":
      return refuse("code_incorrect", { attemptsLeft: redemption.triesLeft });
    case "exhausted":
      return refuse("code_exhausted", {
        detail: "Ask for a new code.",
        attemptsLeft: 0,
        retryAfterSeconds: toRetryAfterSeconds(cooldownLeftMs(codePolicy, account)),
      });
  }
}

/** A guess, right or wrong, is charged before: what is written here is that it was made. */
export async function auditWrongGuess(
  pool: Pool,
  redemption: Refused,
  entry: Omit<NewAuditEntry, "action" | "details">,
): Promise<void> {
  if (redemption.kind !== "wrong" && redemption.kind !== "exhausted") return;
  const attemptsLeft = redemption.kind === "wrong" ? redemption.triesLeft : 0;
  const details = { attempts_left: attemptsLeft };
  await attempt(() => insertAuditEntry(pool, { ...entry, action: "activation.refused", details }));
}
