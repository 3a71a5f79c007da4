import { createRoute, z } from "@hono/zod-openapi";
import { jsonContent } from "../../http/json-content.ts";
import { OPERATOR_CONTRACT, OPERATOR_PROBLEMS } from "../../http/operator.ts";
import { problemResponses } from "../../http/problem.ts";
import { type Router, createRouter } from "../../http/router.ts";
import { OPS_EVENT_KINDS, listOpsEvents } from "../../postgres/ops-events.ts";
import { attempt } from "../../postgres/pool.ts";
import type { Resources } from "../../resources.ts";

const EVENTS_MAX = 200;

const eventsSchema = z
  .object({
    events: z.array(
      z.object({
        kind: z.enum(OPS_EVENT_KINDS),
        subject: z.string().meta({
          description:
            "What it was done to: the id of a bucket, how many messages or events and which, or the pseudonym of an address.",
        }),
        by: z.string(),
        reason: z.string(),
        at: z.iso.datetime(),
      }),
    ),
  })
  .openapi("OperatorEvents");

/** What operators did besides changing limits, for whoever asks later. */
export function opsEventRoutes({ pool }: Pick<Resources, "pool">): Router {
  const router = createRouter();
  const route = createRoute({
    operationId: "listOperatorEvents",
    method: "get",
    path: "/ops/events",
    ...OPERATOR_CONTRACT,
    summary: `What operators did besides changing limits, who and why; the newest ${EVENTS_MAX} first`,
    responses: {
      200: {
        description: "The events.",
        content: jsonContent(eventsSchema, {
          events: [
            {
              kind: "bucket_cleared",
              subject: "activate.ip:kHyL3qmm0bqI4ZbmcCE1mfi5Vb0dKpJw1xJ3M0Yb1Tk",
              by: "ops",
              reason: "a support ticket",
              at: "2026-01-31T12:00:00.000Z",
            },
          ],
        }),
      },
      ...problemResponses(...OPERATOR_PROBLEMS),
    },
  });
  router.openapi(route, async (c) => {
    const rows = await attempt(() => listOpsEvents(pool, EVENTS_MAX));
    const events = rows.map(({ kind, subject, actor, reason, createdAt }) => ({
      kind,
      subject,
      by: actor,
      reason,
      at: createdAt.toISOString(),
    }));
    return c.json({ events }, 200);
  });
  return router;
}
