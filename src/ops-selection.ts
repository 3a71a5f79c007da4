/** Of all that a span selects, one call takes so many: one transaction must end within the deadline of a statement. */
export const SPAN_BATCH = 1000;
const IDS_TOLD_MAX = 20;

/** What was done something with, for the note of it: "2 messages: id, id". */
export function describeIds(ids: readonly string[], one: string): string {
  const told = ids.slice(0, IDS_TOLD_MAX).join(", ");
  const rest = ids.length > IDS_TOLD_MAX ? ` and ${ids.length - IDS_TOLD_MAX} more` : "";
  return `${ids.length} ${ids.length === 1 ? one : `${one}s`}: ${told}${rest}`;
}
