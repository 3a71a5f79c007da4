import { z } from "@hono/zod-openapi";
import { reasonSchema } from "../../http/reason-schema.ts";
import { isPolicyName } from "../../limits/policies.ts";

const BUCKET_ID = /^([a-z.-]+):[\w-]{43}$/;

export const bucketIdSchema = z.object({
  id: z
    .string()
    .refine((id) => isPolicyName(BUCKET_ID.exec(id)?.[1] ?? ""), "is not a bucket of a limit")
    .openapi({ param: { name: "id", in: "path" }, type: "string" }),
});

export const clearSchema = z.strictObject({ reason: reasonSchema }).openapi("ClearBucket");
