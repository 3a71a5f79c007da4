/** A JSON body of a contract: the content of its one media type. */
export const jsonContent = <Schema>(
  schema: Schema,
): { "application/json": { schema: Schema } } => ({
  "application/json": { schema },
});
