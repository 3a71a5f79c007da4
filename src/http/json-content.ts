import type { z } from "@hono/zod-openapi";

type JsonContent<Schema extends z.ZodType> = {
  "application/json": { schema: Schema; example: z.input<Schema> };
};

/** A JSON body of a contract: the content of its one media type, with an example that fits the schema. */
export const jsonContent = <Schema extends z.ZodType>(
  schema: Schema,
  example: z.input<Schema>,
): JsonContent<Schema> => ({ "application/json": { schema, example } });

type JsonContents<Schema extends z.ZodType> = {
  "application/json": { schema: Schema; examples: Record<string, { value: z.input<Schema> }> };
};

/** The same with several examples, each by a name. */
export const jsonContents = <Schema extends z.ZodType>(
  schema: Schema,
  examples: Record<string, z.input<Schema>>,
): JsonContents<Schema> => ({
  "application/json": {
    schema,
    examples: Object.fromEntries(
      Object.entries(examples).map(([name, value]) => [name, { value }]),
    ),
  },
});
