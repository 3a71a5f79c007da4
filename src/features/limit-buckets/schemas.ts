import { z } from "@hono/zod-openapi";
import { reasonSchema } from "../../http/reason-schema.ts";
import { parseBucketId } from "./bucket-id.ts";

export const bucketIdSchema = z.object({
  id: z
    .string()
    .transform((id, context) => {
      const bucket = parseBucketId(id);
      if (bucket) return bucket;
      context.addIssue({ code: "custom", message: "is not a bucket of a limit" });
      return z.NEVER;
    })
    .openapi({
      param: { name: "id", in: "path" },
      type: "string",
      example: "activate.ip:kHyLq0o6m1Xb2Zt9wV4cR7sN3dF8gJ5aQ1uE6yT0iPk",
    }),
});

export const clearSchema = z.strictObject({ reason: reasonSchema }).openapi("ClearBucket");
