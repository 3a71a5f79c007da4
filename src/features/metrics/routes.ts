import { type Router, createRouter } from "../../http/router.ts";
import type { Resources } from "../../resources.ts";
import { metricsReader } from "./read-metrics.ts";

/** What Prometheus scrapes. */
export function metricsRoutes(resources: Pick<Resources, "metrics" | "siblings">): Router {
  const router = createRouter();
  const { contentType } = resources.metrics.registry;
  const readMetrics = metricsReader(resources);
  router.get("/metrics", async (c) =>
    c.body(await readMetrics(), 200, { "Content-Type": contentType }),
  );
  return router;
}
