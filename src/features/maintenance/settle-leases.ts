import { settleLease } from "../../domain/guess-budget.ts";
import { findEndedLeases, replaceGuessBudget } from "../../postgres/guess-budgets.ts";
import type { Resources } from "../../resources.ts";

/** Longer than any code lives, its mail's wait included. */
const LEASE_ENDED_MINUTES = 60;
const BATCH = 500;

/**
 * Gives back the guesses that dead codes did not use, while Redis still knows how many those are; what it lost counts
 * as used. Returns how many leases it settled. Safe to repeat.
 */
export async function settleLeases({
  mailPool,
  codes,
}: Pick<Resources, "mailPool" | "codes">): Promise<number> {
  let settled = 0;
  for (;;) {
    const leases = await findEndedLeases(mailPool, { minutes: LEASE_ENDED_MINUTES, limit: BATCH });
    const written = await Promise.all(
      leases.map(async ({ addressPseudonym, budget }) => {
        const key = { holder: addressPseudonym, purpose: "activation" } as const;
        const settlement = await codes.close(key, budget.leaseId ?? "");
        const change = { from: budget, to: settleLease(budget, settlement) };
        return replaceGuessBudget(mailPool, addressPseudonym, change);
      }),
    );
    settled += written.filter(Boolean).length;
    if (leases.length < BATCH) return settled;
  }
}
