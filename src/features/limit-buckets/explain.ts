import { FRESH_BUDGET, type GuessBudget } from "../../domain/guess-budget.ts";
import { pseudonym } from "../../keys.ts";
import type { Spender, Standing } from "../../limits/limiter.ts";
import type { PolicyName } from "../../limits/policies.ts";
import { findGuessBudget } from "../../postgres/guess-budgets.ts";
import { attempt } from "../../postgres/pool.ts";
import { findAccountByEmail } from "../../postgres/users.ts";
import type { Resources } from "../../resources.ts";

type ExplainResources = Pick<Resources, "pool" | "limiter" | "keys">;

export type Explained = { standings: Standing[]; budget: GuessBudget | null };

/**
 * How each limit of a route stands for somebody, without counting anything, and how many wrong guesses the address
 * used. Throws UnavailableError when a store is away.
 */
export async function explain(
  { pool, limiter, keys }: ExplainResources,
  request: {
    policies: readonly PolicyName[];
    emailNormalised: string | null;
    identify: (accountId: string | undefined) => Spender;
  },
): Promise<Explained> {
  const { policies, emailNormalised, identify } = request;
  if (emailNormalised === null)
    return { standings: await limiter.look(policies, identify(undefined)), budget: null };
  const account = await attempt(() => findAccountByEmail(pool, emailNormalised));
  const addressPseudonym = pseudonym(keys.address, emailNormalised);
  const [standings, { budget }] = await Promise.all([
    limiter.look(policies, identify(account?.id)),
    attempt(() => findGuessBudget(pool, addressPseudonym)),
  ]);
  return { standings, budget: budget ?? FRESH_BUDGET };
}
