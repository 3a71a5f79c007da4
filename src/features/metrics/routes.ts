import { type Router, createRouter } from "../../http/router.ts";
import type { Resources } from "../../resources.ts";

/** What Prometheus scrapes. */
export function metricsRoutes({ metrics: { registry } }: Pick<Resources, "metrics">): Router {
  const router = createRouter();
  router.get("/metrics", async (c) =>
    c.body(await registry.metrics(), 200, { "Content-Type": registry.contentType }),
  );
  return router;
}
