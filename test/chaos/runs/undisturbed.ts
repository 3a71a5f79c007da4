import { outcomeOf } from "../ledger.ts";
import { expectFew } from "../expectations.ts";
import { type Run, disturbOneByOne } from "./run.ts";

const CALM_MS = { short: 3000, full: 60_000 };

/** F1: people, and nothing that goes wrong: what all others are compared with. */
export const undisturbed: Run = {
  title: "F1 nothing goes wrong",
  async drive(world, tier) {
    const calm = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, CALM_MS[tier]));
    await disturbOneByOne(world, tier, [calm], { concurrency: 16 });
    const { entries } = world.ledger;
    const failed = entries.filter((entry) => !["good", "refused"].includes(outcomeOf(entry)));
    expectFew(world, "failed calls", failed.length, 0);
  },
};
