/** Wrong guesses at short codes of one address: what was used for good, and what its newest code may use. */
export type GuessBudget = { used: number; leased: number; leaseId: string | null };

/** What became of a lease, as far as anybody still knows: how many wrong guesses its code compared. */
export type Settlement = { leaseId: string; wrong: number };

export const FRESH_BUDGET: GuessBudget = { used: 0, leased: 0, leaseId: null };

/**
 * Ends the lease of the newest code. Guesses that nobody can tell about any more, because Redis lost them, count as
 * used: the budget may charge too much, never too little.
 */
export function settleLease(budget: GuessBudget, settlement: Settlement | null): GuessBudget {
  const isKnown = settlement !== null && settlement.leaseId === budget.leaseId;
  const wrong = isKnown ? Math.min(settlement.wrong, budget.leased) : budget.leased;
  return { used: budget.used + wrong, leased: 0, leaseId: null };
}

/**
 * Takes guesses for a new code out of the budget, at most one code's worth. Zero leased means that the budget is
 * spent: the address gets long codes from then on, which need none.
 */
export function leaseGuesses(
  budget: GuessBudget,
  wanted: { leaseId: string; triesMax: number; budgetMax: number },
): GuessBudget {
  const left = Math.max(0, wanted.budgetMax - budget.used - budget.leased);
  return {
    used: budget.used,
    leased: Math.min(wanted.triesMax, left),
    leaseId: wanted.leaseId,
  };
}
