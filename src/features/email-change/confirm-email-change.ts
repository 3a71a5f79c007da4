import type { SignedIn } from "../../accounts/change-as-checked.ts";
import { emailChangeCode } from "../../accounts/email-change-code.ts";
import { type CodeRefusal, codeExpired, refuseCode } from "../../accounts/refuse-code.ts";
import { type Outcome, accept, refuse } from "../../domain/failure.ts";
import type { Origin } from "../../postgres/audit-entries.ts";
import { type EmailChange, findEmailChange } from "../../postgres/email-changes.ts";
import { attempt } from "../../postgres/pool.ts";
import { findLiveSession } from "../../postgres/sessions.ts";
import type { Account } from "../../postgres/users.ts";
import type { Resources } from "../../resources.ts";
import { makeEmailChange } from "./make-email-change.ts";

type ConfirmResources = Pick<Resources, "pool" | "codes" | "codePolicy" | "keys" | "events">;
type Refusal = CodeRefusal | "email_taken" | "invalid_token";

/**
 * Moves an account to the address whose code this is, and returns it. The code may be right for many requests at once,
 * or come again because the answer was lost: one has an effect, and all get the same answer. Throws UnavailableError
 * when a store is away.
 */
export async function confirmEmailChange(
  resources: ConfirmResources,
  signedIn: SignedIn,
  { code, origin }: { code: string; origin: Origin },
): Promise<Outcome<Account, Refusal>> {
  const { pool, codes, codePolicy, keys } = resources;
  const { account } = signedIn;
  const change = await attempt(() => findEmailChange(pool, account.rowId));
  if (!change || (change.isVoid && !change.confirmedAt)) return codeExpired();
  const { key, digest } = emailChangeCode(keys, change);
  const guess = { generation: change.generation, digest: digest(code) };
  const redemption = await codes.redeem(key, guess);
  if (redemption.kind !== "right") return refuseCode(codePolicy, change, redemption);
  return change.confirmedAt
    ? answerAgain(resources, signedIn, change)
    : confirm(resources, signedIn, change, origin);
}

async function confirm(
  resources: ConfirmResources,
  signedIn: SignedIn,
  change: EmailChange,
  origin: Origin,
): Promise<Outcome<Account, Refusal>> {
  const made = await makeEmailChange(resources, signedIn, { change, origin });
  if (made === "email_taken") return refuse("email_taken");
  return made ? accept(made) : answerAgain(resources, signedIn, change);
}

// Another request made the change, or the account is another one now.
async function answerAgain(
  { pool }: Pick<Resources, "pool">,
  { account, sessionId }: SignedIn,
  { id }: EmailChange,
): Promise<Outcome<Account, "code_expired" | "invalid_token">> {
  const [live, newest] = await Promise.all([
    attempt(() => findLiveSession(pool, { sessionId, accountId: account.id })),
    attempt(() => findEmailChange(pool, account.rowId)),
  ]);
  if (!live) return refuse("invalid_token");
  const isMade = newest?.id === id && newest.confirmedAt !== null;
  return isMade && live.account.email === newest.email ? accept(live.account) : codeExpired();
}
