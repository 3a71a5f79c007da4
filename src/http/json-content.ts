import type { z } from "@hono/zod-openapi";

type JsonContent<Schema extends z.ZodType> = {
  "application/json": { schema: Schema; example: z.input<Schema> };
};

/** A JSON body of a contract: the content of its one media type, with an example that fits the schema. */
export const jsonContent = <Schema extends z.ZodType>(
  schema: Schema,
  example: z.input<Schema>,
): JsonContent<Schema> => ({ "application/json": { schema, example } });
