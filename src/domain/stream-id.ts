/** Where a stream begins: before each of its entries. */
export const STREAM_START = "0-0";

const STREAM_ID = /^(\d{1,16})(?:-(\d{1,20}))?$/;

/** Reads the id of an entry as Redis writes it (milliseconds-number); "0" stands for the start. Null for all else. */
export function parseStreamId(text: string): string | null {
  const [, ms, number = "0"] = STREAM_ID.exec(text) ?? [];
  return ms === undefined ? null : `${withoutZeros(ms)}-${withoutZeros(number)}`;
}

/** Below 0 when the first is the older one, 0 when they are the same, above 0 otherwise. */
export function compareStreamIds(a: string, b: string): number {
  const [aMs = "", aNumber = ""] = a.split("-");
  const [bMs = "", bNumber = ""] = b.split("-");
  return compareDigits(aMs, bMs) || compareDigits(aNumber, bNumber);
}

/** When an entry was made, in milliseconds since 1970, by Redis' clock. */
export const timeOfStreamId = (id: string): number => Number(id.split("-")[0]);

const withoutZeros = (digits: string): string => digits.replace(/^0+(?=\d)/, "");

// They may be larger than a number can be exact.
const compareDigits = (a: string, b: string): number =>
  a.length - b.length || (a < b ? -1 : Number(a > b));
