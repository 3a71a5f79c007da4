import { freezeInstance } from "../faults.ts";
import { type Run, disturbOneByOne } from "./run.ts";

/** F14: an instance stands still for longer than its leases, while the other takes over its mails, and goes on. */
export const frozen: Run = {
  title: "F14 an instance freezes past its lease and goes on",
  async drive(world, tier) {
    await disturbOneByOne(world, tier, [freezeInstance(tier === "full" ? 60_000 : 20_000)]);
  },
};
