import type { Config } from "./config.ts";
import type { CodePolicy } from "./domain/one-time-code.ts";
import { createHttpApi } from "./email/http-api.ts";
import type { SendMail } from "./email/provider.ts";
import { type Hasher, openHasher } from "./hashing/hasher.ts";
import { type Keys, deriveKeys } from "./keys.ts";
import { type Limiter, createLimiter } from "./limits/limiter.ts";
import type { Logger } from "./log.ts";
import { type Pool, openPool } from "./postgres/pool.ts";
import { type Redis, openRedis } from "./redis/connection.ts";
import { type OneTimeCodes, createOneTimeCodes } from "./redis/one-time-codes.ts";

/** Everything the service holds open, and what is made of it once at boot. */
export type Resources = {
  config: Config;
  log: Logger;
  keys: Keys;
  pool: Pool;
  /** Apart from requests, so that neither can starve the other. */
  mailPool: Pool;
  redis: Redis;
  codes: OneTimeCodes;
  codePolicy: CodePolicy;
  limiter: Limiter;
  hasher: Hasher;
  sendMail: SendMail;
};

// A mail job holds a connection only for its statements, not while the provider thinks.
const MAIL_CONNECTIONS_MAX = 4;
const CODE_DIGITS = 4;

/** Opens all resources; disposing of the result closes them in the reverse order. */
export async function openResources(
  config: Config,
  log: Logger,
): Promise<Resources & AsyncDisposable> {
  await using opening = new AsyncDisposableStack();
  const hasher = opening.adopt(
    await openHasher({
      backEnd: config.HASH_BACKEND,
      cost: { memoryKib: config.HASH_MEMORY_KIB, passes: config.HASH_PASSES, parallelism: 1 },
      concurrency: config.HASH_CONCURRENCY,
      waitMaxMs: config.HASH_WAIT_MAX_MS,
    }),
    (open) => open.close(),
  );
  const openOwnPool = (applicationName: string, connectionsMax: number): Pool =>
    opening.adopt(
      openPool({ databaseUrl: config.DATABASE_URL, connectionsMax, applicationName }, log),
      (open) => open.end(),
    );
  const pool = openOwnPool("latchkey", config.DATABASE_POOL_MAX);
  const mailPool = openOwnPool("latchkey-mail", MAIL_CONNECTIONS_MAX);
  const redis = opening.adopt(await openRedis(config.REDIS_URL, log), (open) => open.disconnect());
  const opened = opening.move();
  return {
    config,
    log,
    keys: deriveKeys(config.SECRET_KEY),
    pool,
    mailPool,
    redis,
    codes: createOneTimeCodes(redis),
    codePolicy: {
      digits: CODE_DIGITS,
      ttlMs: config.CODE_TTL_SECONDS * 1000,
      triesMax: config.CODE_ATTEMPTS,
      resendFirstMs: config.CODE_RESEND_SECONDS * 1000,
      resendLaterMs: config.CODE_RESEND_LATER_SECONDS * 1000,
    },
    limiter: createLimiter(redis),
    hasher,
    sendMail: createHttpApi({
      apiUrl: config.EMAIL_API_URL,
      apiKey: config.EMAIL_API_KEY,
      timeoutMs: config.EMAIL_API_TIMEOUT_MS,
    }),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
