import { setTimeout as delay } from "node:timers/promises";
import { killInstance } from "../faults.ts";
import type { Run } from "./run.ts";

/** F3: kill -9 of an instance, again and again, spread over so many registrations. */
export const killed: Run = {
  title: "F3 kill -9 of the service",
  async drive(world, tier) {
    const [registrations, kills] = tier === "full" ? [10_000, 20] : [300, 3];
    const done = new AbortController();
    const people = world.populate({ count: registrations }).finally(() => done.abort());
    const accepted = (): number =>
      world.ledger.entries.filter(
        ({ operation, status }) => operation === "register" && status === 202,
      ).length;
    for (let kill = 1; kill <= kills; kill++) {
      // At a moment of work that nobody chose.
      while (!done.signal.aborted && accepted() < (registrations * kill) / (kills + 1))
        await delay(5 + world.random.integer(20));
      await killInstance(world);
    }
    await people;
  },
};
