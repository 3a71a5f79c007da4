import { setTimeout as delay } from "node:timers/promises";
import { expectFew } from "../expectations.ts";
import { startHaproxy } from "../../support/haproxy.ts";
import { type Entry, outcomeOf } from "../ledger.ts";
import type { Run } from "./run.ts";

const CLIENTS = 32;

/** F16: instances restart in turn behind a balancer, and nobody sees it. */
export const rolling: Run = {
  title: "F16 instances restart in turn behind HAProxy",
  isInTests: true,
  // Time for the balancer to see that an instance is about to end; and people have addresses of their own before it.
  options: { environment: { SHUTDOWN_DRAIN_MS: "1500", TRUSTED_PROXIES: "2" } },
  async drive(world, tier) {
    const [requests, restarts] = tier === "full" ? [30_000, 10] : [600, 2];
    const { instances, ledger, timeline } = world;
    const [one, two] = instances.map(({ port }) => port) as [number, number];
    await using balancer = await startHaproxy([one, two]);
    await Promise.all([balancer.sees(0, "UP"), balancer.sees(1, "UP")]);
    const enough = new AbortController();
    const people = world.populate({
      until: enough.signal,
      concurrency: CLIENTS,
      doors: [Number(new URL(balancer.url).port)],
    });
    const answered = async (count: number): Promise<void> => {
      while (ledger.entries.length < count) await delay(20);
    };
    for (let restart = 1; restart <= restarts; restart++) {
      await answered((requests * restart) / (restarts + 1));
      const i = restart % 2;
      const isOver = timeline.fault(`instance ${i + 1} restarts`);
      const how = await instances[i]?.restart();
      if (how !== 0) world.breaches.push(`F16: instance ${i + 1} ended with ${how}`);
      await balancer.sees(i, "UP");
      isOver();
    }
    await answered(requests);
    enough.abort();
    await people;
    // On a crowded machine Redis may take longer than it may, which is no fault of a restart; a 503 of the balancer's is.
    const isBusy = ({ status, problem }: Entry): boolean =>
      tier === "short" && status === 503 && problem !== null;
    const failed = ledger.entries.filter(
      (entry) => !["good", "refused"].includes(outcomeOf(entry)) && !isBusy(entry),
    );
    world.print(`${failed.length} of ${ledger.entries.length} requests failed`);
    expectFew(world, "failed requests", failed.length, 0);
  },
};
