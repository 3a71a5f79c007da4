const FIRST_MS = 1000;
const LONGEST_MS = 60_000;

/**
 * Milliseconds until the next try: 1, 2, 4 … 60 s with up to half taken off at random, so that messages which failed
 * together do not come back together; never earlier than the provider asked for.
 */
export function backoffMs(failedAttempts: number, random: number, askedMs = 0): number {
  const step = Math.min(FIRST_MS * 2 ** failedAttempts, LONGEST_MS);
  return Math.round(Math.max(step * (1 - random / 2), askedMs));
}
