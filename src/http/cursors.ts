import { z } from "@hono/zod-openapi";
import { type Outcome, accept, refuse } from "../domain/failure.ts";
import { parseJson } from "../domain/parse-json.ts";
import { sealText, unsealText } from "../domain/sealed-text.ts";
import type { Keys } from "../keys.ts";

const CURSOR_MAX = 4096;

/** How many entries a page of a list has. */
export const pageLimitSchema = (
  max: number,
  standard: number,
): z.ZodType<number, string | undefined> =>
  z
    .string()
    .regex(/^[1-9]\d{0,3}$/, `must be 1 to ${max}`)
    .transform(Number)
    .pipe(z.int().max(max))
    .default(standard)
    .openapi({ type: "integer", minimum: 1, maximum: max, default: standard });

/** Where a list goes on: what the page before called next. */
export const cursorSchema = z.string().max(CURSOR_MAX).optional();

/**
 * Seals where a list goes on: addresses and the numbers of rows, which belong in no URL. It is good for this list alone,
 * with these filters.
 */
export const sealCursor = (
  { cursor: key }: Pick<Keys, "cursor">,
  list: string,
  after: readonly string[],
): string => sealText(key, list, JSON.stringify(after));

/** Reads such a place; null for the beginning of the list. Refuses whatever the list never called next. */
export function openCursor(
  { cursor: key }: Pick<Keys, "cursor">,
  list: string,
  cursor: string | undefined,
): Outcome<string[] | null, "invalid_request"> {
  if (cursor === undefined) return accept(null);
  const after = unsealText(key, list, cursor);
  if (after !== null) return accept(parseJson(after) as string[]);
  const message = "is not what this list called next";
  return refuse("invalid_request", { errors: [{ field: "cursor", message }] });
}
