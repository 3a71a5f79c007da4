import { createRoute } from "@hono/zod-openapi";
import { cutPage } from "../../domain/list-cursor.ts";
import { ADMIN_CONTRACT, ADMIN_PROBLEMS } from "../../http/admin.ts";
import { openCursor, sealCursor } from "../../http/cursors.ts";
import { jsonContent } from "../../http/json-content.ts";
import { problem, problemResponses } from "../../http/problem.ts";
import { type Router, createRouter } from "../../http/router.ts";
import { listAuditEntries } from "../../postgres/audit-trail.ts";
import { attempt } from "../../postgres/pool.ts";
import type { Resources } from "../../resources.ts";
import {
  AUDIT_EXAMPLE,
  auditQuerySchema,
  auditSchema,
  describeEntry,
  readFilter,
} from "./schemas.ts";

/** Who did what, when and from where, for administrators. */
export function auditRoutes({ pool, keys }: Pick<Resources, "pool" | "keys">): Router {
  const router = createRouter();
  const route = createRoute({
    operationId: "listAuditEntries",
    method: "get",
    path: "/admin/audit",
    ...ADMIN_CONTRACT,
    summary: "The audit trail, newest first",
    request: { query: auditQuerySchema },
    responses: {
      200: {
        description: "One page.",
        content: jsonContent(auditSchema, { entries: [AUDIT_EXAMPLE], next: null }),
      },
      ...problemResponses("invalid_request", ...ADMIN_PROBLEMS),
    },
  });
  router.openapi(route, async (c) => {
    const query = c.req.valid("query");
    const { limit, cursor } = query;
    const filter = readFilter(query);
    const list = JSON.stringify(["audit", filter]);
    const opened = openCursor(keys, list, cursor);
    if (!opened.ok) return problem(c, opened.failure);
    const [atMicros, id] = opened.value ?? [];
    const before = atMicros === undefined || id === undefined ? null : { atMicros, id };
    // One more than is shown tells whether there is more.
    const rows = await attempt(() => listAuditEntries(pool, { filter, before, limit: limit + 1 }));
    const { shown, last } = cutPage(rows, limit);
    const next = last && sealCursor(keys, list, [last.atMicros, last.id]);
    return c.json({ entries: shown.map(describeEntry), next }, 200);
  });
  return router;
}
