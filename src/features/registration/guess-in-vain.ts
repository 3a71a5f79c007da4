import { nobodysCode } from "../../accounts/activation-code.ts";
import { type CodeRefusal, refuseCode } from "../../accounts/refuse-code.ts";
import { type Outcome, UnavailableError } from "../../domain/failure.ts";
import type { RegisteredAccount } from "../../postgres/registrations.ts";
import type { Resources } from "../../resources.ts";
import { type Guess, auditWrongGuess } from "./guess.ts";

type VainResources = Pick<Resources, "pool" | "codes" | "codePolicy" | "keys" | "wrongCodes">;

/**
 * A guess at the code that nobody has, of an address that has an account already. Answered like any wrong one, with the
 * same work; nothing of the owner's is compared with it or charged for it, and no spray is made of it. Throws
 * UnavailableError when a store is away.
 */
export async function guessInVain(
  { pool, codes, codePolicy, keys, wrongCodes }: VainResources,
  { account, code, origin }: Guess<RegisteredAccount>,
): Promise<Outcome<never, CodeRefusal>> {
  const { key, number, digest } = nobodysCode(keys, account);
  const { generation } = number;
  const redemption = await codes.redeem(key, { generation, digest: digest(code) });
  if (redemption.kind === "right") throw new Error("a code that nobody has was right");
  if (redemption.kind === "wrong") await lookAtSpray(wrongCodes);
  // Of the account, so that the entry is forgotten with it; but not by its owner.
  const actor = { kind: "anonymous", name: null } as const;
  await auditWrongGuess(pool, redemption, { actor, accountId: account.id, origin });
  return refuseCode(codePolicy, account, redemption);
}

// What counting it would cost, and no more.
async function lookAtSpray(wrongCodes: Resources["wrongCodes"]): Promise<void> {
  try {
    await wrongCodes.read();
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
  }
}
