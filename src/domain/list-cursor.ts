/**
 * A page of rows, one more of which was read than it shows: what it shows, and the last of that when the list goes on;
 * null at its end.
 */
export function cutPage<Row>(
  rows: readonly Row[],
  limit: number,
): { shown: Row[]; last: Row | null } {
  const shown = rows.slice(0, limit);
  return { shown, last: rows.length > limit ? (shown.at(-1) ?? null) : null };
}

/** Where a list goes on that is sorted by time and id: after the row of that time, in whole microseconds. */
export type ListCursor = { micros: string; id: string };

/** Like 1769860800123456.5f0c1d9e-…: when and which; clients hand it back as it is. It needs no seal: it says nothing of anybody. */
export const formatCursor = ({ micros, id }: ListCursor): string => `${micros}.${id}`;

/** Null for what the list did not hand out. */
export function parseCursor(text: string): ListCursor | null {
  const [, micros, id] =
    /^(\d{1,17})\.([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/.exec(text) ?? [];
  return micros === undefined || id === undefined ? null : { micros, id };
}
