import type { Logger } from "./log.ts";
import type { Pool } from "./postgres/pool.ts";
import { type PeriodicLook, lookEachMinute } from "./periodic-look.ts";
import { readClockMs } from "./postgres/clock.ts";
import { CLOCK_TOLERANCE_SECONDS } from "./tokens/own-tokens.ts";

/** How this machine's clock stands beside that of Postgres, which all instances have in common. */
export type ClockCheck = PeriodicLook & {
  /** By how many ms this one is ahead, as it was last seen; null when it was never seen. */
  offsetMs(): number | null;
  /** Whether tokens that are made here are wrong elsewhere for so long that nobody should be sent here. */
  isOff(): boolean;
};

/** From there on other instances may refuse a token that was made here, for a moment. */
const WARN_MS = CLOCK_TOLERANCE_SECONDS * 1000;
/** Far from what a clock is off that is kept right, so that no hiccup of Postgres' own clock takes all instances out. */
const OFF_MS = 30_000;

/**
 * Looks at the clock at once and each minute. Codes and limits go by Redis' clock and mails by Postgres'; the times of
 * tokens and proofs, and which key signs, by this one.
 */
export function openClockCheck({ pool, log }: { pool: Pool; log: Logger }): ClockCheck {
  let offsetMs: number | null = null;
  let isWrong = false;

  async function look(): Promise<void> {
    const before = Date.now();
    const startedAt = performance.now();
    const theirs = await readClockMs(pool);
    const roundTripMs = performance.now() - startedAt;
    offsetMs = before + roundTripMs / 2 - theirs;
    // What the way took is no fault of a clock.
    const isWrongNow = Math.abs(offsetMs) - roundTripMs / 2 > WARN_MS;
    if (isWrongNow !== isWrong) {
      const figures = { offset_seconds: Math.round(offsetMs) / 1000 };
      if (isWrongNow) log.warn(figures, "the clock is not Postgres' clock");
      else log.info(figures, "the clock is right again");
    }
    isWrong = isWrongNow;
  }

  return {
    ...lookEachMinute(look),
    offsetMs: () => offsetMs,
    isOff: () => isWrong && Math.abs(offsetMs ?? 0) > OFF_MS,
  };
}
