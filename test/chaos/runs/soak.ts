import { setTimeout as delay } from "node:timers/promises";
import { residentBytes } from "../../support/resident-bytes.ts";
import { descriptorsOf } from "../invariants/resources.ts";
import type { World } from "../world.ts";
import type { Run } from "./run.ts";

const SAMPLE_MS = 5000;
/** Until heaps, caches and pools are as large as they get. */
const WARM_UP_SHARE = 0.4;
const GROWTH_MAX = 0.05;
const DESCRIPTORS_MORE = 10;

type Sample = { rssMb: number; descriptors: number };

/** F21: people for twenty minutes, and nothing else: what an instance holds stays as it is. */
export const soak: Run = {
  title: "F21 twenty minutes of people",
  async drive(world, tier) {
    const ms = tier === "full" ? 20 * 60_000 : 30_000;
    const enough = new AbortController();
    const people = world.populate({ until: enough.signal, concurrency: 12 });
    const samples: Sample[][] = world.instances.map(() => []);
    for (const endAt = Date.now() + ms; Date.now() < endAt;) {
      await delay(SAMPLE_MS);
      world.instances.forEach((instance, i) => samples[i]?.push(look(instance.pid())));
    }
    enough.abort();
    await people;
    samples.forEach((each, i) => judgeGrowth(world, i + 1, each));
  },
};

const look = (pid: number): Sample => ({
  rssMb: residentBytes({ pid }) / 1_048_576,
  descriptors: descriptorsOf(pid),
});

function judgeGrowth(world: World, instance: number, samples: readonly Sample[]): void {
  const warm = samples.slice(Math.floor(samples.length * WARM_UP_SHARE));
  const third = Math.ceil(warm.length / 3);
  const of = (part: readonly Sample[], name: keyof Sample): number =>
    part.map((sample) => sample[name]).toSorted((a, b) => a - b)[Math.floor(part.length / 2)] ??
    Number.NaN;
  const [first, last] = [warm.slice(0, third), warm.slice(-third)];
  const [before, after] = [of(first, "rssMb"), of(last, "rssMb")];
  const [opened, open] = [of(first, "descriptors"), of(last, "descriptors")];
  world.print(
    `instance ${instance}: ${before.toFixed(0)} then ${after.toFixed(0)} MB, ${opened} then ${open} descriptors`,
  );
  if (!(after <= before * (1 + GROWTH_MAX)))
    world.breaches.push(
      `F21: instance ${instance} grew from ${before.toFixed(0)} to ${after.toFixed(0)} MB`,
    );
  if (!(open <= opened + DESCRIPTORS_MORE))
    world.breaches.push(`F21: instance ${instance} has ${open} descriptors, after ${opened}`);
}
