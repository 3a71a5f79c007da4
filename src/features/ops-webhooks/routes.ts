import { cutPage, formatCursor } from "../../domain/list-cursor.ts";
import { type Router, createRouter } from "../../http/router.ts";
import { attempt } from "../../postgres/pool.ts";
import { type EventRecord, listEvents, readEventFigures } from "../../postgres/webhook-records.ts";
import type { Resources } from "../../resources.ts";
import { readerOfJobs } from "../../workers/siblings.ts";
import { changeEvents } from "./change-events.ts";
import { dropRoute, listRoute, redriveRoute, standingRoute } from "./contract.ts";
import { type DescribedEvent, readSelection } from "./schemas.ts";

/** How events for the product beside stand, for operators, and what they can do about them. */
export function opsWebhookRoutes(
  resources: Pick<Resources, "pool" | "log" | "endpoint" | "siblings">,
): Router {
  const router = createRouter();
  const { pool, endpoint, siblings } = resources;
  const readStanding = readerOfJobs(siblings, "webhook.standing", () => endpoint?.standing());

  router.openapi(standingRoute, async (c) => {
    const [{ queued, oldestMs, dead }, standing] = await Promise.all([
      attempt(() => readEventFigures(pool)),
      readStanding(),
    ]);
    return c.json(
      {
        queue: { length: queued, oldest_seconds: Math.round(oldestMs / 1000) },
        dead,
        endpoint: standing
          ? {
              state: standing.state,
              retry_in_seconds: Math.ceil(standing.waitMs / 1000),
              problem: standing.problem,
              last_delivered_at: standing.lastDeliveredAt?.toISOString() ?? null,
            }
          : null,
      },
      200,
    );
  });

  router.openapi(listRoute, async (c) => {
    const { state = null, type = null, limit, before = null } = c.req.valid("query");
    const page = { state, type, before, limit: limit + 1 };
    const rows = await attempt(() => listEvents(pool, page));
    const { shown, last } = cutPage(rows, limit);
    return c.json({ events: shown.map(describeEvent), next: last && formatCursor(last) }, 200);
  });

  router.openapi(redriveRoute, async (c) => {
    const given = c.req.valid("json");
    const { count, other, unknown, more } = await changeEvents(resources, "redrive", {
      selection: readSelection(given),
      operator: c.get("operator"),
      reason: given.reason,
    });
    return c.json({ queued: count, left: { other, unknown }, more }, 200);
  });

  router.openapi(dropRoute, async (c) => {
    const given = c.req.valid("json");
    const { count, other, unknown, more } = await changeEvents(resources, "drop", {
      selection: readSelection(given),
      operator: c.get("operator"),
      reason: given.reason,
    });
    return c.json({ dropped: count, left: { other, unknown }, more }, 200);
  });
  return router;
}

const describeEvent = (event: EventRecord): DescribedEvent => ({
  id: event.id,
  type: event.type,
  state: event.state,
  attempts: event.attempts,
  last_error: event.lastError,
  created_at: event.createdAt.toISOString(),
  settled_at: event.settledAt?.toISOString() ?? null,
});
