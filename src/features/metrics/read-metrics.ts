import { AggregatorRegistry } from "prom-client";
import type { Resources } from "../../resources.ts";
import { askForFigures } from "../../workers/figures.ts";

/** Reads the figures of the whole instance, as Prometheus scrapes them. */
export function metricsReader({
  metrics: { registry, isShared, ownFigures },
  siblings,
}: Pick<Resources, "metrics" | "siblings">): () => Promise<string> {
  if (siblings.count === 1) return () => registry.metrics();
  const askOthers = askForFigures(siblings, ownFigures);
  return async () => {
    const whole = await registry.getMetricsAsJSON();
    const others = await askOthers(whole.filter(({ name }) => !isShared(name)));
    return AggregatorRegistry.aggregate([whole, ...others]).metrics();
  };
}
