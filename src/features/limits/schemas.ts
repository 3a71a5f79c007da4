import { z } from "@hono/zod-openapi";
import { quotaSchema } from "../../http/quota-schema.ts";
import { reasonSchema } from "../../http/reason-schema.ts";
import { LIMIT_MODES, formatQuota } from "../../domain/quota.ts";
import { isAllowEntry } from "../../limits/allow-list.ts";
import {
  LIMIT_KEYS,
  POLICIES,
  type PolicyName,
  type PolicySettings,
  isPolicyName,
} from "../../limits/policies.ts";

const ALLOW_MAX = 200;

const allowEntrySchema = z
  .string()
  .max(254)
  .refine(isAllowEntry, "must be a network like 10.0.0.0/8, or an e-mail address")
  .openapi({ type: "string", example: "10.0.0.0/8" });

const modeSchema = z.enum(LIMIT_MODES);
const awaySchema = z.enum(["deny", "allow"]);

export const changeSchema = z
  .strictObject({
    quota: quotaSchema,
    mode: modeSchema.optional(),
    when_redis_is_away: awaySchema.optional(),
    allow: z.array(allowEntrySchema).max(ALLOW_MAX).optional(),
    candidate: quotaSchema
      .nullable()
      .optional()
      .openapi({ type: ["string", "null"] }),
    reason: reasonSchema,
  })
  .openapi("LimitChange");

export const resetSchema = z.strictObject({ reason: reasonSchema }).openapi("LimitReset");

/** What a change leaves out is as the limit has it by default: a new quota alone must not make one bite that only warns. */
export function toSettings(
  name: PolicyName,
  change: z.output<typeof changeSchema>,
): PolicySettings {
  const initial: PolicySettings = POLICIES[name];
  return {
    quota: change.quota,
    mode: change.mode ?? initial.mode,
    whenRedisIsAway: change.when_redis_is_away ?? initial.whenRedisIsAway,
    allow: change.allow ?? initial.allow,
    candidate: change.candidate ?? initial.candidate,
  };
}

const settingsSchema = z
  .object({
    quota: z.string().openapi({ example: "5/15m" }),
    mode: modeSchema,
    when_redis_is_away: awaySchema,
    allow: z.array(z.string()),
    candidate: z.string().nullable(),
  })
  .openapi("LimitSettings");

export const describeSettings = (settings: PolicySettings): z.output<typeof settingsSchema> => ({
  quota: formatQuota(settings.quota),
  mode: settings.mode,
  when_redis_is_away: settings.whenRedisIsAway,
  allow: [...settings.allow],
  candidate: settings.candidate && formatQuota(settings.candidate),
});

export const limitSchema = z
  .object({
    name: z.string().openapi({ example: "activate.ip" }),
    settings: settingsSchema,
    default: settingsSchema,
    version: z.int().meta({ description: "0 while nobody changed it; the number in its ETag." }),
    counts_by: z.enum(LIMIT_KEYS),
    routes: z.array(z.string()),
    bound: z.string().meta({ description: "What the quota really lets through." }),
  })
  .openapi("Limit");

export const limitsSchema = z.object({ limits: z.array(limitSchema) }).openapi("Limits");

export const historySchema = z
  .object({
    changes: z.array(
      z.object({
        version: z.int(),
        limit: z.string(),
        // A union, because a reference that is made nullable comes out as one that null does not fit.
        settings: z
          .union([settingsSchema, z.null()])
          .meta({ description: "Null: back to the default." }),
        previous: settingsSchema.meta({ description: "What was in force before." }),
        by: z.string(),
        reason: z.string(),
        at: z.iso.datetime(),
      }),
    ),
  })
  .openapi("LimitHistory");

export const nameSchema = z.object({
  name: z
    .string()
    .refine(isPolicyName, "is not a limit")
    .openapi({ param: { name: "name", in: "path" }, type: "string", example: "activate.ip" }),
});

export const ifMatchSchema = z.object({
  "if-match": z
    .string()
    .optional()
    .openapi({ description: "The ETag of the version to change.", example: '"0"' }),
});
