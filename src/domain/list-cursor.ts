/** Where a list goes on that is sorted by time and id: after the row of that time, in whole microseconds. */
export type ListCursor = { micros: string; id: string };

/** Like 1769860800123456.5f0c1d9e-…: when and which; clients hand it back as it is. */
export const formatCursor = ({ micros, id }: ListCursor): string => `${micros}.${id}`;

/** Null for what the list did not hand out. */
export function parseCursor(text: string): ListCursor | null {
  const [, micros, id] =
    /^(\d{1,17})\.([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/.exec(text) ?? [];
  return micros === undefined || id === undefined ? null : { micros, id };
}
