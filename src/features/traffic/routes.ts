import { createRoute, z } from "@hono/zod-openapi";
import { jsonContent } from "../../http/json-content.ts";
import { OPERATOR_CONTRACT, OPERATOR_PROBLEMS } from "../../http/operator.ts";
import { problemResponses } from "../../http/problem.ts";
import { type Router, createRouter } from "../../http/router.ts";
import { POLICY_NAMES } from "../../limits/policies.ts";
import { TRAFFIC_STEP_SECONDS } from "../../limits/traffic.ts";
import type { Resources } from "../../resources.ts";

const counts = z.array(z.int());
const trafficSchema = z
  .object({
    step_seconds: z.int(),
    from: z.iso.datetime(),
    series: z.array(
      z.object({
        limit: z.string(),
        allowed: counts,
        refused: counts,
        would_refuse: counts,
        candidate_refused: counts,
      }),
    ),
  })
  .openapi("Traffic");

/** What each limit said over the last minutes, for a graph. */
export function trafficRoutes({ traffic }: Pick<Resources, "traffic">): Router {
  const router = createRouter();
  const route = createRoute({
    operationId: "getTraffic",
    method: "get",
    path: "/ops/traffic",
    ...OPERATOR_CONTRACT,
    summary: "Decisions of each limit over the last 15 minutes, all instances together",
    responses: {
      200: {
        description: "One number a step, the oldest first; the last one still grows.",
        content: jsonContent(trafficSchema, {
          step_seconds: TRAFFIC_STEP_SECONDS,
          from: "2026-01-31T11:45:00.000Z",
          series: [
            {
              limit: "activate.ip",
              allowed: [3, 4],
              refused: [0, 1],
              would_refuse: [0, 0],
              candidate_refused: [0, 2],
            },
          ],
        }),
      },
      ...problemResponses(...OPERATOR_PROBLEMS),
    },
  });
  router.openapi(route, async (c) => {
    const { fromMs, series } = await traffic.read(POLICY_NAMES);
    return c.json(
      {
        step_seconds: TRAFFIC_STEP_SECONDS,
        from: new Date(fromMs).toISOString(),
        series,
      },
      200,
    );
  });
  return router;
}
