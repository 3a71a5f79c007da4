import { Gauge, type MetricObjectWithValues, type MetricValue, type Registry } from "prom-client";

type Collect<Label extends string> = (
  set: (value: number, labels?: Partial<Record<Label, string>>) => void,
) => unknown;

export type Gauges = {
  /** A gauge whose value is asked for at each scrape; a source that fails leaves it out. */
  gauge<Label extends string>(
    name: string,
    help: string,
    labelNames: Label[],
    collect: Collect<Label>,
  ): void;
  /** The same of what every process would tell alike, because it stands in a store: one of them is asked. */
  sharedGauge: Gauges["gauge"];
  /** All figures but the shared ones. */
  ownFigures(): Promise<Figures>;
};

export type Figures = MetricObjectWithValues<MetricValue<string>>[];

export function createGauges(registry: Registry): Gauges {
  const shared = new Set<string>();
  const gauge: Gauges["gauge"] = (name, help, labelNames, collect) => {
    const added = new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        // A value of the last scrape must not stand for one that cannot be read.
        added.reset();
        if (labelNames.length === 0) added.remove();
        try {
          await collect((value, labels = {}) => added.set(labels, value));
        } catch {
          // Left out: one source that is away must not cost the scrape all others.
        }
      },
    });
  };
  return {
    gauge,
    sharedGauge(name, ...rest) {
      shared.add(name);
      gauge(name, ...rest);
    },
    async ownFigures() {
      const own = registry.getMetricsAsArray().filter(({ name }) => !shared.has(name));
      const figures = own.map(({ name }) => registry.getSingleMetric(name)?.get());
      return (await Promise.all(figures)).filter((each) => each !== undefined);
    },
  };
}
