import { type Outcome, refuse } from "../domain/failure.ts";
import { verifyCredentials } from "../credentials.ts";
import type { PolicyName } from "../limits/policies.ts";
import type { Account } from "../postgres/users.ts";
import type { Resources } from "../resources.ts";
import { parseBasicCredentials } from "./basic-auth.ts";
import type { Context } from "./environment.ts";
import { type LimitResources, spendLimits } from "./limit.ts";

export type CallerResources = LimitResources & Pick<Resources, "pool" | "hasher">;

/**
 * The account whose e-mail and password the request carries. The route's limits are spent before anything costly,
 * and a header that no account can have costs nothing at all.
 */
export async function basicCaller(
  c: Context,
  resources: CallerResources,
  policies: readonly PolicyName[],
): Promise<Outcome<Account, "invalid_credentials" | "rate_limited">> {
  const credentials = parseBasicCredentials(c.req.header("authorization"));
  if (!credentials) return refuse("invalid_credentials");
  const spent = await spendLimits(c, resources, policies, {
    emailNormalised: credentials.email.normalised,
  });
  return spent.ok ? verifyCredentials(resources, credentials) : spent;
}
