import { type Breaker, createBreaker } from "./spray-breaker.ts";
import { type ClockCheck, openClockCheck } from "./clock-check.ts";
import { codePolicyOf, otpPolicyOf } from "./code-policy.ts";
import type { Config } from "./config.ts";
import { poolerOf } from "./database-config.ts";
import { type Events, createEvents } from "./events.ts";
import { type EvictionCheck, openEvictionCheck } from "./eviction-check.ts";
import { type CredentialCache, openCredentialCache } from "./credential-cache.ts";
import type { CodePolicy } from "./domain/one-time-code.ts";
import type { OtpPolicy } from "./domain/otp.ts";
import type { ReadFeedback } from "./email/feedback/feedback.ts";
import { openFeedback } from "./email/feedback/open-feedback.ts";
import type { Mailer } from "./email/mailer.ts";
import type { Messages } from "./email/messages/messages.ts";
import { type Hasher, openHasher } from "./hashing/hasher.ts";
import { type Keys, deriveKeys } from "./keys.ts";
import { type LiveNotices, openLiveNotices } from "./live-notices.ts";
import type { Logger } from "./log.ts";
import { type Sender, openMailer, openMessages, senderOf } from "./mail.ts";
import { type Metrics, createMetrics, timeCalls } from "./metrics.ts";
import { type Pool, openPool } from "./postgres/pool.ts";
import { createBreachCheck } from "./passwords/breach-check.ts";
import { type PasswordPolicy, createPasswordPolicy } from "./passwords/password-policy.ts";
import { type RateLimits, openRateLimits } from "./rate-limits.ts";
import { type Redis, openRedis } from "./redis/connection.ts";
import { type OneTimeCodes, createOneTimeCodes } from "./redis/one-time-codes.ts";
import { type OtpCodes, createOtpCodes } from "./redis/otp-codes.ts";
import { type UsedProofs, createUsedProofs } from "./redis/used-proofs.ts";
import { type WrongCodeCounter, createWrongCodeCounter } from "./redis/wrong-codes.ts";
import { type AccessTokens, createAccessTokens } from "./tokens/access-tokens.ts";
import { type IdentityProofs, createIdentityProofs } from "./tokens/identity-proofs.ts";
import { traceCalls, traceCommands, traceQueries } from "./tracing/trace-calls.ts";
import { CLOCKS_APART_MS } from "./tokens/key-life.ts";
import { type SigningKeys, openSigningKeys } from "./tokens/signing-keys.ts";
import { type WebhookEndpoint, openWebhookEndpoint } from "./webhook-endpoint.ts";
import { type Siblings, createLoneSiblings, shareOf } from "./workers/siblings.ts";

/** Everything the service holds open, and what is made of it once at boot. */
export type Resources = RateLimits & {
  config: Config;
  log: Logger;
  siblings: Siblings;
  keys: Keys;
  metrics: Metrics;
  pool: Pool;
  clock: ClockCheck;
  /** Apart from requests, so that neither can starve the other. */
  mailPool: Pool;
  redis: Redis;
  eviction: EvictionCheck;
  codes: OneTimeCodes;
  codePolicy: CodePolicy;
  otpCodes: OtpCodes;
  otpPolicy: OtpPolicy;
  wrongCodes: WrongCodeCounter;
  breaker: Breaker;
  hasher: Hasher;
  credentialCache: CredentialCache;
  passwordPolicy: PasswordPolicy;
  mailer: Mailer;
  messages: Messages;
  sender: Sender;
  signingKeys: SigningKeys;
  accessTokens: AccessTokens;
  identityProofs: IdentityProofs;
  usedProofs: UsedProofs;
  events: Events;
  live: LiveNotices;
  /** Where events go; null when there is nobody to tell. */
  endpoint: WebhookEndpoint | null;
  /** Reads the webhooks of providers, by their names. */
  feedback: ReadonlyMap<string, ReadFeedback>;
};

// A mail job holds a connection only for its statements, not while the provider thinks.
const MAIL_CONNECTIONS_MAX = 4;

/**
 * Opens all resources; disposing of the result closes them in the reverse order. Throws ConfigError when an operator's
 * own mail templates, or the file of the signing keys, cannot be used. Asks Postgres for nothing before it is migrated.
 */
export async function openResources(
  config: Config,
  log: Logger,
  siblings: Siblings = createLoneSiblings(),
  migrated: Promise<void> = Promise.resolve(),
): Promise<Resources & AsyncDisposable> {
  await using opening = new AsyncDisposableStack();
  // Hashes have threads of their own, and stores take their time: all of it goes on at once.
  const hasherOpening = openHasher({
    backEnd: config.HASH_BACKEND,
    cost: { memoryKib: config.HASH_MEMORY_KIB, passes: config.HASH_PASSES, parallelism: 1 },
    concurrency: shareOf(config.HASH_CONCURRENCY, siblings),
    waitMaxMs: config.HASH_WAIT_MAX_MS,
  });
  const redisOpening = openRedis(config.REDIS_URL, log, config.REDIS_CA_FILE);
  opening.defer(() => closeOpened(hasherOpening, (open) => open.close()));
  opening.defer(() => closeOpened(redisOpening, (open) => open.disconnect()));
  const slow = Promise.all([hasherOpening, redisOpening, migrated]);
  // What is wrong with it is heard below; until then it must not end the process.
  slow.catch(() => {});
  const messages = await openMessages(config);
  const keys = deriveKeys(config.SECRET_KEY);
  const signingKeys = opening.adopt(
    await openSigningKeys({ config, seed: keys.signing.export(), log }),
    (open) => open.close(),
  );
  const metrics = createMetrics();
  const [hasher, redis] = await slow;
  const openOwnPool = (applicationName: string, connectionsMax: number): Pool => {
    const given = { databaseUrl: config.DATABASE_URL, connectionsMax, applicationName };
    const own = openPool({ ...given, pooler: poolerOf(config) }, log);
    // The pool's own queries reach a client with a callback, so that none is timed twice.
    timeCalls(own, "query", metrics.postgresSeconds);
    traceQueries(own);
    own.on("connect", (client) => {
      timeCalls(client, "query", metrics.postgresSeconds);
      traceQueries(client);
    });
    return opening.adopt(own, (open) => open.end());
  };
  const pool = openOwnPool("latchkey", shareOf(config.DATABASE_POOL_MAX, siblings));
  const clock = opening.adopt(openClockCheck({ pool, log }), (open) => open.close());
  const mailPool = openOwnPool("latchkey-mail", MAIL_CONNECTIONS_MAX);
  timeCalls(redis, "sendCommand", metrics.redisSeconds);
  traceCommands(redis);
  const eviction = opening.adopt(openEvictionCheck({ redis, config, log }), (open) => open.close());
  traceCalls(hasher, "hash", () => ({ name: "hash password", kind: "internal" }));
  traceCalls(hasher, "verify", () => ({ name: "verify password", kind: "internal" }));
  const events = createEvents(config);
  const rateLimits = opening.adopt(
    await openRateLimits({ config, keys, log, metrics, pool, redis, events }),
    (open) => open.close(),
  );
  const { serviceName } = rateLimits;
  const live = opening.adopt(
    await openLiveNotices({ config, keys, log, metrics, pool, redis, serviceName, siblings }),
    (open) => open.close(),
  );
  const wrongCodes = createWrongCodeCounter(redis, {
    service: serviceName,
    thresholdMin: config.BREAKER_WRONG_CODES,
  });
  const mailer = opening.adopt(
    await openMailer({ config, log, metrics, redis, serviceName }),
    (open) => open.close(),
  );
  const otpPolicy = otpPolicyOf(config);
  const identityProofs = createIdentityProofs({
    keys: signingKeys,
    issuer: config.PUBLIC_URL,
    lifeSeconds: config.PROOF_SECONDS,
    sharedKeys: config.PROOF_KEYS ?? [],
  });
  const feedback = await openFeedback(config.EMAIL_PROVIDERS);
  const opened = opening.move();
  return {
    ...rateLimits,
    config,
    log,
    siblings,
    keys,
    metrics,
    pool,
    clock,
    mailPool,
    redis,
    eviction,
    codes: createOneTimeCodes(redis),
    codePolicy: codePolicyOf(config),
    otpCodes: createOtpCodes(redis, otpPolicy),
    otpPolicy,
    wrongCodes,
    breaker: createBreaker({ pool, log }, wrongCodes),
    hasher,
    passwordPolicy: createPasswordPolicy(config, createBreachCheck({ config, log, metrics })),
    mailer,
    sender: senderOf(config),
    messages,
    signingKeys,
    accessTokens: createAccessTokens({
      keys: signingKeys,
      issuer: config.PUBLIC_URL,
      audience: config.TOKEN_AUDIENCE,
      lifeSeconds: config.ACCESS_TOKEN_SECONDS,
    }),
    identityProofs,
    usedProofs: createUsedProofs(redis, identityProofs.goodForMaxSeconds * 1000 + CLOCKS_APART_MS),
    credentialCache: openCredentialCache(config, siblings),
    events,
    live,
    endpoint: openWebhookEndpoint({ config, log, metrics }),
    feedback,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** Closes what may still be opening, or did not open. */
const closeOpened = async <T>(opening: Promise<T>, close: (opened: T) => unknown): Promise<void> =>
  void (await opening.then(close, () => {}));
