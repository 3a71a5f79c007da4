/** What is looked at each minute, and by readiness whenever it is asked. */
export type PeriodicLook = {
  /** Looks again. Rejects when there is no answer. */
  look(): Promise<void>;
  close(): void;
};

const INTERVAL_MS = 60_000;

/** Looks at once and each minute. Without an answer what was last seen stands, and readiness tells the rest. */
export function lookEachMinute(look: () => Promise<void>): PeriodicLook {
  const lookAround = (): void => void look().catch(() => {});
  lookAround();
  const timer = setInterval(lookAround, INTERVAL_MS);
  timer.unref();
  return { look, close: () => clearInterval(timer) };
}
