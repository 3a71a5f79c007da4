import {
  type AccountView,
  type DescribeResources,
  describeEmailChange,
  viewAccount,
} from "../../accounts/describe-account.ts";
import { type Outcome, accept, refuse } from "../../domain/failure.ts";
import { pseudonym } from "../../keys.ts";
import { findSuppression } from "../../postgres/mail-suppressions.ts";
import { findOwnAccount } from "../../postgres/own-account.ts";
import { attempt } from "../../postgres/pool.ts";
import type { VerifiedAccess } from "../../tokens/access-tokens.ts";

// What stood for the account's address when the token was used last: asked for together with the account, which would tell
// it only then. Kept as long as the token is remembered.
const pseudonyms = new WeakMap<VerifiedAccess, string>();

/**
 * What whoever has an access token sees of his account; refused when its session is over. One statement from the token's
 * second use on, unless the address changed, or another was asked for. Throws UnavailableError when a store is away.
 */
export async function readOwnAccount(
  resources: DescribeResources,
  claims: VerifiedAccess,
): Promise<Outcome<AccountView, "invalid_token">> {
  const { pool, keys } = resources;
  const expected = pseudonyms.get(claims) ?? null;
  const of = { ...claims, addressPseudonym: expected };
  const found = await attempt(() => findOwnAccount(pool, of));
  if (!found) return refuse("invalid_token");
  const { account, mail, hasEmailChange } = found;
  const actual = pseudonym(keys.address, account.emailNormalised);
  if (actual !== expected) {
    pseudonyms.set(claims, actual);
    mail.isSuppressed = (await attempt(() => findSuppression(pool, actual))) !== null;
  }
  const emailChange = hasEmailChange ? await describeEmailChange(resources, account) : null;
  return accept(viewAccount(account, mail, emailChange));
}
