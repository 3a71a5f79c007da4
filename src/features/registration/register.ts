import type { EmailAddress } from "../../domain/email-address.ts";
import { type Outcome, accept, refuse, toRetryAfterSeconds } from "../../domain/failure.ts";
import type { Locale } from "../../domain/locale.ts";
import { mintRowId } from "../../domain/row-id.ts";
import { pseudonym } from "../../keys.ts";
import type { Origin } from "../../postgres/audit-entries.ts";
import { claimIdempotencyKey, freeIdempotencyKey } from "../../postgres/idempotency-keys.ts";
import { attempt } from "../../postgres/pool.ts";
import { writeRegistration } from "../../postgres/registrations.ts";
import type { Resources } from "../../resources.ts";

export type Registration = {
  email: EmailAddress;
  password: string;
  /** The language of its mails. */
  locale: Locale;
  origin: Origin;
  idempotencyKey?: string;
};
export type Registered = { id: string; status: "pending" };

type RegisterResources = Pick<
  Resources,
  "pool" | "hasher" | "credentialCache" | "keys" | "log" | "passwordPolicy" | "events" | "live"
>;

const IDEMPOTENCY_LIFE_HOURS = 24;
// Longer than a registration may take with all its deadlines; after it the key of a dead process is free again.
const IDEMPOTENCY_LEASE_MS = 15_000;

/**
 * Registers an address. The answer and the work are the same for a new, a pending and an active address; what differs
 * is the mail, which a repeat does not send. Throws UnavailableError when there is no room for a hash, or Postgres or the
 * breach check is away: nothing is written then.
 */
export async function register(
  resources: RegisterResources,
  registration: Registration,
): Promise<
  Outcome<
    { registered: Registered; isSent: boolean },
    "password_refused" | "idempotency_conflict" | "idempotency_in_flight"
  >
> {
  const { pool, keys, log, passwordPolicy } = resources;
  const { email, password, idempotencyKey } = registration;
  // Before the key is claimed, which is free for a better one then.
  const allowed = await passwordPolicy.check(password, { email: email.normalised });
  if (!allowed.ok) return allowed;
  if (idempotencyKey === undefined)
    return accept({ registered: await hashAndWrite(resources, registration), isSent: true });

  const keyDigest = pseudonym(keys.idempotency, idempotencyKey);
  const requestDigest = pseudonym(keys.idempotency, `${email.address}\n${password}`);
  const claim = await attempt(() =>
    claimIdempotencyKey<Registered>(pool, {
      keyDigest,
      requestDigest,
      leaseMs: IDEMPOTENCY_LEASE_MS,
      lifeHours: IDEMPOTENCY_LIFE_HOURS,
    }),
  );
  if (claim.kind === "done") return accept({ registered: claim.response, isSent: false });
  if (claim.kind === "conflict") return refuse("idempotency_conflict");
  if (claim.kind === "in_flight")
    return refuse("idempotency_in_flight", {
      retryAfterSeconds: toRetryAfterSeconds(claim.remainingMs),
    });
  try {
    const registered = await hashAndWrite(resources, registration, keyDigest);
    return accept({ registered, isSent: true });
  } catch (error) {
    // Free for the client's next try, which need not wait for it; if Postgres is away, the lease frees it.
    freeIdempotencyKey(pool, keyDigest).catch((cause: unknown) =>
      log.warn({ err: cause }, "an idempotency key is left to its lease"),
    );
    throw error;
  }
}

async function hashAndWrite(
  { pool, hasher, credentialCache, keys, events, live }: RegisterResources,
  { email, password, locale, origin }: Registration,
  keyDigest?: string,
): Promise<Registered> {
  const passwordHash = await hasher.hash(password);
  const registered: Registered = { id: mintRowId(), status: "pending" };
  await attempt(() =>
    writeRegistration(pool, {
      id: registered.id,
      email: email.address,
      emailNormalised: email.normalised,
      passwordHash,
      locale,
      messageId: mintRowId(),
      eventId: events.mintId(),
      addressPseudonym: pseudonym(keys.address, email.normalised),
      origin,
      idempotency: keyDigest === undefined ? null : { keyDigest, response: registered },
    }),
  );
  // With a hash that is not stored, because the address has an account, it is of no use.
  credentialCache.keep({ email, password }, passwordHash);
  // Whatever the address is: strangers must not read from it who has an account.
  live.tell("registered", {
    id: registered.id,
    email: email.address,
    emailNormalised: email.normalised,
  });
  return registered;
}
