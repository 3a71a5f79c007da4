/** How long to wait between tries: the first wait, which doubles until it is the longest. */
export type BackOff = { firstMs: number; longestMs: number };

/** 1, 2, 4 … 60 s: somebody waits for a code. */
export const MAIL_BACK_OFF: BackOff = { firstMs: 1000, longestMs: 60_000 };
/** 5, 10, 20 … s, up to six hours: a receiver may be away for days. */
export const EVENT_BACK_OFF: BackOff = { firstMs: 5000, longestMs: 6 * 3_600_000 };

/**
 * Milliseconds until the next try, with up to half taken off at random, so that what failed together does not come back
 * together; never earlier than the other side asked for.
 */
export function backoffMs(
  { firstMs, longestMs }: BackOff,
  failedAttempts: number,
  random: number,
  askedMs = 0,
): number {
  const step = Math.min(firstMs * 2 ** failedAttempts, longestMs);
  return Math.round(Math.max(step * (1 - random / 2), askedMs));
}
