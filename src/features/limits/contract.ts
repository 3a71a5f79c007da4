import { createRoute, z } from "@hono/zod-openapi";
import { jsonContent } from "../../http/json-content.ts";
import { OPERATOR_CONTRACT, OPERATOR_PROBLEMS } from "../../http/operator.ts";
import { problemResponses } from "../../http/problem.ts";
import { REPLAY_EXAMPLE, replaySchema } from "../../http/replay-schema.ts";
import { POLICIES } from "../../limits/policies.ts";
import {
  changeSchema,
  describeSettings,
  historySchema,
  ifMatchSchema,
  limitSchema,
  limitsSchema,
  nameSchema,
  resetSchema,
} from "./schemas.ts";

const HISTORY_MAX = 200;

const dryRunSchema = z.object({ dry_run: z.literal(true), replay: replaySchema }).openapi("DryRun");

const SETTINGS = describeSettings(POLICIES["activate.ip"]);
const EXAMPLE: z.input<typeof limitSchema> = {
  name: "activate.ip",
  settings: SETTINGS,
  default: SETTINGS,
  version: 0,
  counts_by: "ip",
  routes: ["POST /auth/activate"],
  bound: "never more than 30 in any 1m; a slot is free again at most 3 s late",
};
const headers = {
  ETag: { description: "The version, for If-Match.", schema: { type: "string" }, example: '"7"' },
} as const;
const limitContent = {
  description: "The limit.",
  headers,
  content: jsonContent(limitSchema, EXAMPLE),
};

const changeProblems = problemResponses(
  "invalid_request",
  "not_found",
  "guess_bound_exceeded",
  "precondition_required",
  "precondition_failed",
  "payload_too_large",
  "unsupported_media_type",
  ...OPERATOR_PROBLEMS,
);

export const listRoute = createRoute({
  operationId: "listLimits",
  method: "get",
  path: "/ops/limits",
  ...OPERATOR_CONTRACT,
  summary: "All rate limits, as they are in force",
  responses: {
    200: {
      description: "The limits.",
      content: jsonContent(limitsSchema, { limits: [EXAMPLE] }),
    },
    ...problemResponses(...OPERATOR_PROBLEMS),
  },
});

export const getRoute = createRoute({
  operationId: "getLimit",
  method: "get",
  path: "/ops/limits/{name}",
  ...OPERATOR_CONTRACT,
  summary: "One rate limit; its ETag is the version to change",
  request: { params: nameSchema },
  responses: {
    200: limitContent,
    ...problemResponses("not_found", ...OPERATOR_PROBLEMS),
  },
});

export const putRoute = createRoute({
  operationId: "changeLimit",
  method: "put",
  path: "/ops/limits/{name}",
  ...OPERATOR_CONTRACT,
  summary: "Change a rate limit on all instances, or see what it would have done",
  description:
    "Replaces all settings; those left out take this limit's defaults. With dry_run=true nothing is changed, and the answer replays the recorded traffic with the new settings.",
  request: {
    params: nameSchema,
    headers: ifMatchSchema,
    query: z.object({ dry_run: z.enum(["true", "false"]).default("false") }),
    body: {
      required: true,
      content: jsonContent(changeSchema, {
        quota: "20/1m",
        mode: "enforce",
        reason: "a spray from one network",
      }),
    },
  },
  responses: {
    200: {
      description: "The limit as it is now, or what a dry run would have done.",
      headers,
      content: {
        "application/json": {
          schema: z.union([limitSchema, dryRunSchema]),
          examples: {
            changed: { value: EXAMPLE },
            dry_run: { value: { dry_run: true, replay: REPLAY_EXAMPLE } },
          },
        },
      },
    },
    ...changeProblems,
  },
});

export const deleteRoute = createRoute({
  operationId: "resetLimit",
  method: "delete",
  path: "/ops/limits/{name}",
  ...OPERATOR_CONTRACT,
  summary: "Put a rate limit back to its default",
  request: {
    params: nameSchema,
    headers: ifMatchSchema,
    body: {
      required: true,
      content: jsonContent(resetSchema, { reason: "the spray is over" }),
    },
  },
  responses: { 200: limitContent, ...changeProblems },
});

export const historyRoute = createRoute({
  operationId: "listLimitChanges",
  method: "get",
  path: "/ops/changes",
  ...OPERATOR_CONTRACT,
  summary: "Who changed which limit, when and why; newest first",
  request: {
    query: z.object({
      limit: z
        .string()
        .regex(/^[1-9]\d{0,2}$/, `must be 1 to ${HISTORY_MAX}`)
        .transform(Number)
        .pipe(z.int().max(HISTORY_MAX))
        .default(50)
        .openapi({ type: "integer", minimum: 1, maximum: HISTORY_MAX }),
    }),
  },
  responses: {
    200: {
      description: "The changes.",
      content: jsonContent(historySchema, {
        changes: [
          {
            version: 7,
            limit: "activate.ip",
            settings: { ...SETTINGS, quota: "20/1m" },
            previous: SETTINGS,
            by: "ops",
            reason: "a spray from one network",
            at: "2026-01-31T12:00:00.000Z",
          },
        ],
      }),
    },
    ...problemResponses("invalid_request", ...OPERATOR_PROBLEMS),
  },
});
