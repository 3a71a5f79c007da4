import { setTimeout as delay } from "node:timers/promises";
import type { Disturbance } from "../faults.ts";
import type { PopulateOptions, World, WorldOptions } from "../world.ts";

/** How large a run is: "short" is for `just test`, "full" for `just chaos`. */
export type Tier = "short" | "full";

/** One run of the fault programme: what the world is made of, what goes on in it, and what is done to it meanwhile. */
export type Run = {
  title: string;
  options?: Pick<WorldOptions, "environment" | "redisKeeps">;
  /** What has to be there before the world is; null when it cannot be had here. */
  prepare?(): Promise<(AsyncDisposable & Pick<WorldOptions, "postgresWithin">) | null>;
  /** Whether `just test` has it, too. */
  isInTests?: boolean;
  /** Resolves when people have done what they wanted, and all faults are over. */
  drive(world: World, tier: Tier): Promise<void>;
};

const CALM_MS = { short: 1500, full: 4000 };

/** People come while one thing after the other happens, with a while between, and a while after. */
export async function disturbOneByOne(
  world: World,
  tier: Tier,
  disturbances: readonly Disturbance[],
  options: PopulateOptions = {},
): Promise<void> {
  const enough = new AbortController();
  const people = world.populate({ until: enough.signal, ...options });
  for (const disturb of disturbances) {
    await delay(CALM_MS[tier] * (0.5 + world.random.next()));
    await disturb(world);
  }
  await delay(CALM_MS[tier]);
  enough.abort();
  await people;
}

export const times = <T>(count: number, what: T): T[] => Array.from({ length: count }, () => what);
