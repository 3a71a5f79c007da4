import { z } from "@hono/zod-openapi";
import { type ListCursor, parseCursor } from "../domain/list-cursor.ts";
import { pageLimitSchema } from "./cursors.ts";
import { reasonSchema } from "./reason-schema.ts";

const LIST_MAX = 200;
/** So many fit into a body. */
const IDS_MAX = 300;

const cursorSchema = z
  .string()
  .transform((text, context): ListCursor => {
    const cursor = parseCursor(text);
    if (cursor) return cursor;
    context.addIssue({ code: "custom", message: "is not what the list called next" });
    return z.NEVER;
  })
  .openapi({ type: "string" });

/** The query of a page of a list. */
export const pageQuery = {
  limit: pageLimitSchema(LIST_MAX, 50),
  before: cursorSchema.optional(),
};

/** The members of a body that chooses what to do something with, and says why. */
export const selection = (since: string) => ({
  ids: z
    .array(z.guid().toLowerCase())
    .min(1)
    .max(IDS_MAX)
    .optional()
    .meta({ description: "These. Either this or all_since." }),
  all_since: z.iso.datetime({ offset: true }).optional().meta({ description: since }),
  reason: reasonSchema,
});

/** Adds an issue unless the body chooses in one of the two ways. Returns whether it does. */
export function checkSelection(
  given: { ids?: string[] | undefined; all_since?: string | undefined },
  context: z.RefinementCtx,
): boolean {
  if ((given.ids === undefined) !== (given.all_since === undefined)) return true;
  const message = "either these or all_since is required";
  context.addIssue({ code: "custom", path: ["ids"], message });
  return false;
}
