import DataLoader from "dataloader";
import {
  type AccountView,
  type DescribeResources,
  describeEmailChange,
  viewAccount,
} from "../../accounts/describe-account.ts";
import { type Outcome, accept, refuse } from "../../domain/failure.ts";
import { pseudonym } from "../../keys.ts";
import { findSuppression } from "../../postgres/mail-suppressions.ts";
import {
  type OwnAccount,
  type OwnAccountAsked,
  findOwnAccounts,
} from "../../postgres/own-account.ts";
import { attempt } from "../../postgres/pool.ts";
import type { VerifiedAccess } from "../../tokens/access-tokens.ts";

/** What whoever has an access token sees of his account; refused when its session is over. */
type ReadOwnAccount = (claims: VerifiedAccess) => Promise<Outcome<AccountView, "invalid_token">>;

/** Longer lists would keep a connection for longer than anybody else wants to wait for it. */
const AT_ONCE_MAX = 50;

/**
 * Reads accounts for their owners: one statement for all that are asked for in one turn of the event loop, from a token's
 * second use on and unless an address changed or is about to. Each session is looked up for each request, after that came.
 * What it returns throws UnavailableError when a store is away.
 */
export function createOwnAccounts(resources: DescribeResources): ReadOwnAccount {
  const { pool, keys } = resources;
  const accounts = new DataLoader<OwnAccountAsked, OwnAccount | null>(
    (asked) => attempt(() => findOwnAccounts(pool, asked)),
    // What was read for one request is no answer to the next.
    { cache: false, maxBatchSize: AT_ONCE_MAX },
  );
  // What stood for an account's address when its token was used last: asked for together with the account, which tells it
  // only then. Kept as long as the token is remembered.
  const pseudonyms = new WeakMap<VerifiedAccess, string>();

  return async function readOwnAccount(claims) {
    const { sessionId, accountId } = claims;
    const believed = pseudonyms.get(claims) ?? null;
    const found = await accounts.load({ sessionId, accountId, addressPseudonym: believed });
    if (!found) return refuse("invalid_token");
    const { account, newestMail: newest, hasEmailChange } = found;
    const actual = pseudonym(keys.address, account.emailNormalised);
    pseudonyms.set(claims, actual);
    const isSuppressed =
      actual === believed
        ? found.isSuppressed
        : (await attempt(() => findSuppression(pool, actual))) !== null;
    const emailChange = hasEmailChange ? await describeEmailChange(resources, account) : null;
    return accept(viewAccount(account, { newest, isSuppressed }, emailChange));
  };
}
