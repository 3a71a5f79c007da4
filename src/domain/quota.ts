/** So many in any window of that length. */
export type Quota = { count: number; windowSeconds: number };

/** Shadow counts and reports, and refuses nothing. */
export const LIMIT_MODES = ["enforce", "shadow", "off"] as const;
export type LimitMode = (typeof LIMIT_MODES)[number];

const UNIT_SECONDS = { d: 86_400, h: 3600, m: 60, s: 1 } as const;
type Unit = keyof typeof UNIT_SECONDS;

const DAY_SECONDS = UNIT_SECONDS.d;
const WINDOW_SECONDS_MAX = 400 * DAY_SECONDS;

/** Reads "5/15m": five in fifteen minutes; "5/m" is five in one. Returns null for anything else. */
export function parseQuota(text: string): Quota | null {
  const [, count, length, unit] = /^([1-9]\d{0,5})\/([1-9]\d{0,3})?([smhd])$/.exec(text) ?? [];
  if (count === undefined || unit === undefined) return null;
  const windowSeconds = Number(length ?? 1) * UNIT_SECONDS[unit as Unit];
  return windowSeconds > WINDOW_SECONDS_MAX ? null : { count: Number(count), windowSeconds };
}

/** Writes a quota in its largest whole unit: 900 seconds are "15m". */
export function formatQuota({ count, windowSeconds }: Quota): string {
  const units = Object.entries(UNIT_SECONDS);
  const [unit, seconds] = units.find(([, each]) => windowSeconds % each === 0) ?? ["s", 1];
  return `${count}/${windowSeconds / seconds}${unit}`;
}

/** The most that a quota lets through in a day, whenever the day begins. */
export const mostPerDay = ({ count, windowSeconds }: Quota): number =>
  count * Math.max(1, Math.ceil(DAY_SECONDS / windowSeconds));
