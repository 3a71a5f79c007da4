import { createRoute, z } from "@hono/zod-openapi";
import { emailSchema } from "../../http/credential-schemas.ts";
import { LIMIT_MODES, formatQuota } from "../../domain/quota.ts";
import { jsonContent } from "../../http/json-content.ts";
import { identifySpender } from "../../http/limit.ts";
import type { RouteLimits } from "../../http/limit-routes.ts";
import { OPERATOR_CONTRACT, OPERATOR_PROBLEMS } from "../../http/operator.ts";
import { BODY_PROBLEMS, problem, problemResponses } from "../../http/problem.ts";
import { type Router, createRouter } from "../../http/router.ts";
import type { Standing } from "../../limits/limiter.ts";
import type { Resources } from "../../resources.ts";
import { formatBucketId } from "./bucket-id.ts";
import { clearBucket } from "./clear-bucket.ts";
import { explain } from "./explain.ts";
import { bucketIdSchema, clearSchema } from "./schemas.ts";

const bucketSchema = z
  .object({
    id: z.string(),
    limit: z.string(),
    mode: z.enum(LIMIT_MODES),
    quota: z.string(),
    used: z.int(),
    left: z.int(),
    resets_at: z.iso.datetime().nullable(),
    refuses: z.boolean().meta({ description: "Whether the next request would be refused by it." }),
    allowed_by_list: z.boolean().meta({ description: "It is not counted for them." }),
  })
  .openapi("LimitBucket");

const explainedSchema = z
  .object({
    buckets: z.array(bucketSchema),
    guess_budget: z
      .object({
        used: z.int().meta({ description: "Wrong guesses, those of the newest code included." }),
        left: z.int().meta({ description: "At none, codes have 8 digits." }),
      })
      .nullable()
      .meta({ description: "At activation codes; passwordless ones have a budget of their own." }),
  })
  .openapi("LimitExplanation");

const explainProblems = [...BODY_PROBLEMS, ...OPERATOR_PROBLEMS] as const;

/** Why somebody is refused, and how to let him in again. */
export function limitBucketRoutes(resources: Resources, limitsOf: RouteLimits): Router {
  const router = createRouter();
  const [firstRoute = "", ...otherRoutes] = limitsOf.keys();

  const explainRoute = createRoute({
    operationId: "explainLimits",
    method: "post",
    path: "/ops/limits/explain",
    ...OPERATOR_CONTRACT,
    summary: "Every bucket that counts for an address on a route",
    request: {
      body: {
        required: true,
        content: jsonContent(
          z
            .strictObject({
              ip: z.union([z.ipv4(), z.ipv6()], "must be an IPv4 or IPv6 address").openapi({
                type: "string",
                description: "IPv4 or IPv6",
                example: "198.51.100.7",
              }),
              email: emailSchema.optional(),
              route: z.enum([firstRoute, ...otherRoutes]),
            })
            .openapi("ExplainLimits"),
          { ip: "198.51.100.7", email: "ada@example.com", route: "POST /auth/activate" },
        ),
      },
    },
    responses: {
      200: {
        description:
          "The buckets, in the order of the route; without an e-mail address, only those that count by network.",
        content: jsonContent(explainedSchema, {
          buckets: [
            {
              id: "activate.ip:kHyL3qmm0bqI4ZbmcCE1mfi5Vb0dKpJw1xJ3M0Yb1Tk",
              limit: "activate.ip",
              mode: "enforce",
              quota: "30/1m",
              used: 30,
              left: 0,
              resets_at: "2026-01-31T12:00:41.000Z",
              refuses: true,
              allowed_by_list: false,
            },
          ],
          guess_budget: { used: 5, left: 5 },
        }),
      },
      ...problemResponses(...explainProblems),
    },
  });
  router.openapi(explainRoute, async (c) => {
    const { ip, email, route } = c.req.valid("json");
    const emailNormalised = email?.normalised ?? null;
    const { standings, budget } = await explain(resources, {
      policies: limitsOf.get(route) ?? [],
      emailNormalised,
      identify: (accountId) =>
        identifySpender(resources, ip, {
          emailNormalised,
          ...(accountId === undefined ? {} : { accountId }),
        }),
    });
    const used = budget && budget.used + budget.leased;
    const { budgetMax } = resources.codePolicy;
    return c.json(
      {
        buckets: standings.map(describeBucket),
        guess_budget: used === null ? null : { used, left: Math.max(0, budgetMax - used) },
      },
      200,
    );
  });

  const clearRoute = createRoute({
    operationId: "clearLimitBucket",
    method: "delete",
    path: "/ops/limits/buckets/{id}",
    ...OPERATOR_CONTRACT,
    summary: "Forget what one bucket counted; it is noted who wanted it",
    description: "Guess budgets cannot be cleared: they hold for the life of an address.",
    request: {
      params: bucketIdSchema,
      body: { required: true, content: jsonContent(clearSchema, { reason: "a support ticket" }) },
    },
    responses: {
      204: { description: "It counts from zero." },
      ...problemResponses(...explainProblems, "not_found"),
    },
  });
  router.openapi(clearRoute, async (c) => {
    const cleared = await clearBucket(resources, {
      bucket: c.req.valid("param").id,
      operator: c.get("operator"),
      reason: c.req.valid("json").reason,
    });
    return cleared.ok ? c.body(null, 204) : problem(c, cleared.failure);
  });
  return router;
}

const describeBucket = (standing: Standing): z.output<typeof bucketSchema> => ({
  id: formatBucketId(standing),
  limit: standing.policy,
  mode: standing.mode,
  quota: formatQuota(standing.quota),
  used: standing.used,
  left: standing.left,
  resets_at: standing.resetMs > 0 ? new Date(Date.now() + standing.resetMs).toISOString() : null,
  refuses: standing.left === 0 && standing.mode === "enforce" && !standing.isOnAllowList,
  allowed_by_list: standing.isOnAllowList,
});
