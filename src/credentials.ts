import type { EmailAddress } from "./domain/email-address.ts";
import { UnavailableError } from "./domain/failure.ts";
import { attempt } from "./postgres/pool.ts";
import { type Account, findAccountOrNobody, replacePasswordHash } from "./postgres/users.ts";
import type { Resources } from "./resources.ts";

export type Credentials = { email: EmailAddress; password: string };

/** Whose the address is, if anybody's; and the account again when the password is his. */
export type CheckedCredentials = { account: Account | null; verified: Account | null };

type CheckResources = Pick<Resources, "pool" | "hasher" | "log" | "credentialCache" | "metrics">;

/**
 * Checks an e-mail and password. One that was right a moment ago costs no hash; unknown accounts cost the same hash as
 * known ones. A hash of an older cost is replaced on the way. Throws UnavailableError when there is no room for a hash, or
 * Postgres is away.
 */
export async function checkCredentials(
  resources: CheckResources,
  credentials: Credentials,
): Promise<CheckedCredentials> {
  const { pool, hasher, credentialCache, metrics } = resources;
  const { email, password } = credentials;
  const account = await attempt(() => findAccountOrNobody(pool, email.normalised));
  // Asked for nobody as well: it takes as long.
  const isKnown = credentialCache.knows(credentials, account?.passwordHash ?? "");
  metrics.passwordChecks.inc({ by: isKnown ? "cache" : "hash" });
  if (account && isKnown) return { account, verified: account };
  const matches = await hasher.verify(account?.passwordHash ?? null, password);
  if (!account || !matches) return { account, verified: null };
  if (hasher.isOutdated(account.passwordHash)) await renewHash(resources, account, password);
  else credentialCache.keep(credentials, account.passwordHash);
  return { account, verified: account };
}

// A right password is not refused because the renewal found no room: the next sign-in tries again.
async function renewHash(
  { pool, hasher, log }: Pick<Resources, "pool" | "hasher" | "log">,
  account: Account,
  password: string,
): Promise<void> {
  try {
    const to = await hasher.hash(password);
    await attempt(() =>
      replacePasswordHash(pool, { accountId: account.id, from: account.passwordHash, to }),
    );
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    log.warn({ err: error }, "an outdated password hash was left as it is");
  }
}
