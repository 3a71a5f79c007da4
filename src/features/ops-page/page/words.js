const number = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 });
const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
const clockMinutes = new Intl.DateTimeFormat("en-GB", { timeStyle: "short" });
const moment = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

const UNITS = { s: "second", m: "minute", h: "hour", d: "day" };

export const formatNumber = (/** @type {number} */ value) => number.format(value);
export const formatClock = (/** @type {Date} */ date) => clock.format(date);
export const formatMinute = (/** @type {Date} */ date) => clockMinutes.format(date);
export const formatMoment = (/** @type {string} */ iso) => moment.format(new Date(iso));

/**
 * "3 requests", "1 request".
 * @param {number} amount
 * @param {string} one
 * @param {string} [many]
 */
export const count = (amount, one, many = `${one}s`) =>
  `${formatNumber(amount)} ${amount === 1 ? one : many}`;

const list = new Intl.ListFormat("en-GB");
/** "a, b and c". */
export const listInWords = (/** @type {string[]} */ items) => list.format(items);

/**
 * "1 in 1,000" for 0.00099975.
 * @param {number} probability
 */
export const oneIn = (probability) =>
  probability > 0 ? `1 in ${formatNumber(Math.round(1 / probability))}` : "none";

/**
 * "5 in 15 minutes" for "5/15m"; null for what is not a quota.
 * @param {string} text
 */
export function quotaInWords(text) {
  const [, quota, length, unit] = /^([1-9]\d{0,5})\/([1-9]\d{0,3})?([smhd])$/.exec(text) ?? [];
  if (quota === undefined || unit === undefined) return null;
  const name = UNITS[unit];
  return `${formatNumber(Number(quota))} in ${count(Number(length ?? 1), name)}`;
}

/**
 * "12 s", "3 min", "2 h".
 * @param {number} seconds
 */
export function spanInWords(seconds) {
  if (seconds < 100) return `${seconds} s`;
  if (seconds < 6000) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}

/**
 * "in 12 s", "in 3 min", "in 2 h".
 * @param {string} iso
 * @param {number} nowMs
 */
export const untilInWords = (iso, nowMs) =>
  `in ${spanInWords(Math.max(0, Math.ceil((Date.parse(iso) - nowMs) / 1000)))}`;
