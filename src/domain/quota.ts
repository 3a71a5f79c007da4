/** So many in so long: what a rate limit allows. */
export type Quota = { count: number; windowSeconds: number };

const UNIT_SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
const WINDOW_MAX_SECONDS = 400 * UNIT_SECONDS.d;

/** Reads "5/15m": five in fifteen minutes. Returns null for anything else: zero, fractions, 400 days and more. */
export function parseQuota(text: string): Quota | null {
  const [, count, number, unit] = /^([1-9]\d{0,5})\/([1-9]\d{0,3})([smhd])$/.exec(text) ?? [];
  if (count === undefined || number === undefined || unit === undefined) return null;
  const windowSeconds = Number(number) * UNIT_SECONDS[unit as keyof typeof UNIT_SECONDS];
  if (windowSeconds > WINDOW_MAX_SECONDS) return null;
  return { count: Number(count), windowSeconds };
}

/** Writes a quota as parseQuota reads it, in the largest unit that fits. */
export function formatQuota({ count, windowSeconds }: Quota): string {
  const units = Object.entries(UNIT_SECONDS).toReversed();
  const [unit, seconds] = units.find(([, each]) => windowSeconds % each === 0) ?? ["s", 1];
  return `${count}/${windowSeconds / seconds}${unit}`;
}
