import { z } from "@hono/zod-openapi";
import { parseQuota } from "../domain/quota.ts";

/** A quota as operators write it, "5/15m". */
export const quotaSchema = z
  .string()
  .transform((text, context) => {
    const quota = parseQuota(text);
    if (quota) return quota;
    context.addIssue({
      code: "custom",
      message: 'must be like "5/15m": 1 to 999999 in 1s to 400d',
    });
    return z.NEVER;
  })
  .openapi({ type: "string", example: "5/15m" });
