import type { Runtime } from "../support/processes.ts";
import { judge } from "./judge.ts";
import { type Entry, OUTCOMES, outcomeOf } from "./ledger.ts";
import type { Run, Tier } from "./runs/run.ts";
import { drawTimeline } from "./timeline-chart.ts";
import { settle } from "./rest.ts";
import { startWorld } from "./world.ts";

export type Verdict = {
  breaches: readonly string[];
  entries: readonly Entry[];
  /** The run as a picture. */
  svg: string;
};

export type ExecuteOptions = {
  tier: Tier;
  runtime: Runtime;
  seed: number;
  print(line: string): void;
};

/**
 * Executes one run from its stores' start to the verdict. The same seed gives the same people and the same faults. Null when
 * what it needs cannot be had here.
 */
export async function execute(run: Run, options: ExecuteOptions): Promise<Verdict | null> {
  const { tier, runtime, seed, print } = options;
  print(`${run.title}, on ${runtime}, seed ${seed}`);
  await using prepared = (await run.prepare?.()) ?? null;
  if (run.prepare && !prepared) {
    print("left out: what it needs cannot be had here");
    return null;
  }
  const within =
    prepared?.postgresWithin === undefined ? {} : { postgresWithin: prepared.postgresWithin };
  await using world = await startWorld({ ...run.options, ...within, runtime, seed, print });
  await run.drive(world, tier);
  await settle(world);
  const breaches = [...world.breaches, ...(await judge(world))];
  const { entries } = world.ledger;
  print(summarise(entries));
  for (const breach of breaches) print(`BREACH ${breach}`);
  return {
    breaches,
    entries,
    svg: drawTimeline(`${run.title}, on ${runtime}, seed ${seed}`, world.timeline, entries),
  };
}

function summarise(entries: readonly Entry[]): string {
  const accepted = entries.filter(
    ({ operation, status }) => operation === "register" && status === 202,
  );
  const activated = entries.filter(
    ({ operation, status }) => operation === "activate" && status === 200,
  );
  const outcomes = OUTCOMES.map(
    (outcome) => `${entries.filter((entry) => outcomeOf(entry) === outcome).length} ${outcome}`,
  );
  return `${accepted.length} registrations, ${activated.length} activations; of ${entries.length} calls: ${outcomes.join(", ")}`;
}
