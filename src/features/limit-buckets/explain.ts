import { FRESH_BUDGET, type GuessBudget } from "../../domain/guess-budget.ts";
import { pseudonym } from "../../keys.ts";
import type { Spender, Standing } from "../../limits/limiter.ts";
import { type LimitKey, POLICIES, type PolicyName } from "../../limits/policies.ts";
import { findAddressStanding } from "../../postgres/guess-budgets.ts";
import { attempt } from "../../postgres/pool.ts";
import { findAccountByEmail } from "../../postgres/users.ts";
import type { Resources } from "../../resources.ts";

type ExplainResources = Pick<Resources, "pool" | "limiter" | "keys">;

// What counts by somebody who is not known would be told of nobody.
const BY_NETWORK: ReadonlySet<LimitKey> = new Set(["ip", "service"]);
const BY_ADDRESS: ReadonlySet<LimitKey> = new Set([...BY_NETWORK, "address", "ip+address"]);
const BY_ACCOUNT: ReadonlySet<LimitKey> = new Set([...BY_ADDRESS, "account"]);

export type Explained = { standings: Standing[]; budget: GuessBudget | null };

/**
 * How each limit of a route that can be told stands for somebody, without counting anything, and how many wrong
 * guesses the address used. Throws UnavailableError when a store is away.
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
  const lookAt = (known: ReadonlySet<LimitKey>, accountId?: string): Promise<Standing[]> =>
    limiter.look(
      policies.filter((name) => known.has(POLICIES[name].by)),
      identify(accountId),
    );
  if (emailNormalised === null) return { standings: await lookAt(BY_NETWORK), budget: null };
  const account = await attempt(() => findAccountByEmail(pool, emailNormalised));
  const addressPseudonym = pseudonym(keys.address, emailNormalised);
  const [standings, { budget }] = await Promise.all([
    account ? lookAt(BY_ACCOUNT, account.id) : lookAt(BY_ADDRESS),
    attempt(() => findAddressStanding(pool, addressPseudonym)),
  ]);
  return { standings, budget: budget ?? FRESH_BUDGET };
}
