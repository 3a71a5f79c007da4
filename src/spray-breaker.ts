import { UnavailableError } from "./domain/failure.ts";
import type { Logger } from "./log.ts";
import { keepBreakerOpen } from "./postgres/breaker-openings.ts";
import type { Pool } from "./postgres/pool.ts";
import type { WrongCodeCounter } from "./redis/wrong-codes.ts";

/** How long codes stay long after the last wrong code of a spray. */
const QUIET_MINUTES = 60;
const RENEW_AFTER_MS = 60_000;

export type Breaker = {
  /**
   * Counts a wrong code over the whole service. A spray opens the breaker: every new code is long until an hour was
   * quiet. Never throws for a store that is away: the guess was compared and charged, and its answer stands.
   */
  countWrongCode(): Promise<void>;
};

/** The counts are in Redis, and that it is open is in Postgres, where a flushed Redis cannot close it. */
export function createBreaker(
  { pool, log }: { pool: Pool; log: Logger },
  wrongCodes: WrongCodeCounter,
): Breaker {
  let renewedAt = Number.NEGATIVE_INFINITY;
  return {
    async countWrongCode() {
      try {
        await count();
      } catch (error) {
        if (!(error instanceof UnavailableError)) throw error;
        log.warn({ err: error }, "a wrong code was not counted for the breaker");
      }
    },
  };

  async function count(): Promise<void> {
    const { inDay, thresholdOfDay, isSpray } = await wrongCodes.count();
    // Written once a minute at most: a spray must not become a load on Postgres.
    if (!isSpray || performance.now() - renewedAt < RENEW_AFTER_MS) return;
    renewedAt = performance.now();
    const opening = { minutes: QUIET_MINUTES, wrongCodes: inDay, threshold: thresholdOfDay };
    try {
      const isNew = await keepBreakerOpen(pool, opening);
      if (isNew) log.warn({ ...opening }, "breaker opened: every new code is long");
    } catch (error) {
      // The next wrong code tries again.
      renewedAt = Number.NEGATIVE_INFINITY;
      throw error;
    }
  }
}
