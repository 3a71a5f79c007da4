import { AggregatorRegistry } from "prom-client";
import type { Figures } from "../metric-gauges.ts";
import type { Ask, Desk } from "./relay.ts";
import type { Siblings } from "./siblings.ts";

/** The primary's part in the figures of the whole instance. */
export type InstanceFigures = {
  /** Of one worker, which is asked so. */
  openDesk(ask: Ask): Desk;
};

const FIGURES = "metrics.figures";

/** Lets a worker ask for the figures of all others, and tells them its own. Without others there are none. */
export function askForFigures(
  siblings: Siblings,
  readOwn: () => Promise<Figures>,
): (own: Figures) => Promise<Figures[]> {
  siblings.onAsk(FIGURES, readOwn);
  return async (own) => {
    const [others = []] = await siblings.ask(FIGURES, own);
    return others as Figures[];
  };
}

/**
 * Gathers what all workers count. A sum of counters must not fall, or Prometheus takes what is left for new: of a worker
 * that ended, or does not answer, the last counters known stand.
 */
export function createInstanceFigures(): InstanceFigures {
  type Member = { ask(): Promise<unknown[]>; last: Figures };
  const members = new Set<Member>();
  let ended: Promise<Figures> = Promise.resolve([]);

  async function read(member: Member): Promise<Figures> {
    const [figures] = (await member.ask()) as Figures[];
    if (!figures) return countersOf(member.last);
    member.last = figures;
    return figures;
  }

  return {
    openDesk(ask) {
      const member: Member = { ask: () => ask(FIGURES), last: [] };
      members.add(member);
      return {
        told: {},
        asked: {
          async [FIGURES](own) {
            member.last = own as Figures;
            const others = [...members].filter((each) => each !== member);
            const figures = await Promise.all(others.map(read));
            return [...figures, await ended];
          },
        },
        close() {
          members.delete(member);
          ended = ended.then((before) => sum([before, countersOf(member.last)]));
        },
      };
    },
  };
}

const sum = (all: Figures[]): Promise<Figures> =>
  AggregatorRegistry.aggregate(all).getMetricsAsJSON();

const countersOf = (figures: Figures): Figures =>
  figures.filter(({ type }) => String(type) === "counter" || String(type) === "histogram");
