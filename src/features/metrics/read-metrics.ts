import { AggregatorRegistry } from "prom-client";
import type { Figures } from "../../metric-gauges.ts";
import type { Resources } from "../../resources.ts";

const FIGURES = "metrics.figures";

/** Reads the figures of the whole instance, as Prometheus scrapes them. A worker that does not answer is left out. */
export function metricsReader({
  metrics: { registry, ownFigures },
  siblings,
}: Pick<Resources, "metrics" | "siblings">): () => Promise<string> {
  if (siblings.count === 1) return () => registry.metrics();
  siblings.onAsk(FIGURES, ownFigures);
  return async () => {
    const [own, others] = await Promise.all([
      registry.getMetricsAsJSON(),
      siblings.ask(FIGURES) as Promise<Figures[]>,
    ]);
    return AggregatorRegistry.aggregate([own, ...others]).metrics();
  };
}
