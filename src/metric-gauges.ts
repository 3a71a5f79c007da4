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
  isShared(name: string): boolean;
  /** All figures but the shared ones, whose stores are not asked for it. */
  ownFigures(): Promise<Figures>;
};

/** What a process counts and measures, as the library passes it on. */
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
    isShared: (name) => shared.has(name),
    async ownFigures() {
      const own = registry.getMetricsAsArray().filter(({ name }) => !shared.has(name));
      const read = own.map(async ({ name }) => registry.getSingleMetric(name)?.get());
      return (await Promise.all(read)).filter((figures) => figures !== undefined);
    },
  };
}
