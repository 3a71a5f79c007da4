import { execFile } from "node:child_process";
import { availableParallelism } from "node:os";
import { promisify } from "node:util";
import { type Runtime, startMailMock } from "../support/processes.ts";
import type { BalancerTasks } from "./balancer.ts";
import { startHelper } from "./helper-process.ts";
import { sendAll } from "./http-load.ts";
import { expectStatus } from "./people.ts";
import { type BenchResult, rateAgainst } from "./result.ts";
import { startServiceOn } from "./service-stack.ts";
import type { BenchSession } from "./session.ts";
import { median, startStack } from "./stack.ts";
import { type Part, workedByParts } from "./threads.ts";
import { openTraffic } from "./traffic.ts";

const ROUNDS = 9;
const WARM_UP_ROUNDS = 3;
const REQUESTS = 3000;
const CONCURRENCY = 32;
const TARGET = 1.8;
const OWN_WORK_MIN = TARGET / 2;

/** As many requests at a time in all for two as for one; and as many for each of them, which costs an instance less. */
const SIDES = ["one", "two", "each"] as const;
type Side = (typeof SIDES)[number];
/** How fast it went, and what each part worked for a request. */
type Round = { perSecond: number; micros: Work };
type Work = Record<Part, number>;

/**
 * Bearer and otp traffic behind a balancer: two instances on a core each beside one on one core. Clients, balancer, Redis
 * and Postgres have no cores of their own here, so what each part works for a request is measured, too.
 */
export async function benchInstances(
  session: BenchSession,
  runtime: Runtime,
): Promise<BenchResult[]> {
  if (process.platform !== "linux" || availableParallelism() < 2) {
    session.print("instances: two cores of Linux, and taskset, are what it takes; left out");
    return [];
  }
  await using opening = new AsyncDisposableStack();
  const stack = opening.use(await startStack());
  const mails = opening.use(await startMailMock());
  const service = opening.use(await startServiceOn({ ...stack, mailsUrl: mails.url }, runtime, {}));
  const instances = [service.service, await service.start()];
  await Promise.all(instances.map(({ pid }, core) => pin(pid, core)));
  const balancer = opening.use(startHelper<BalancerTasks>("balancer.ts"));
  const ports = instances.map(({ port }) => port);
  const [doorOfOne, doorOfTwo] = [
    await balancer.ask("balance", ports.slice(0, 1)),
    await balancer.ask("balance", ports),
  ];
  const loads: Record<Side, { port: number; concurrency: number }> = {
    one: { port: doorOfOne, concurrency: CONCURRENCY },
    two: { port: doorOfTwo, concurrency: CONCURRENCY },
    each: { port: doorOfTwo, concurrency: 2 * CONCURRENCY },
  };
  const traffic = opening.use(await openTraffic(service));
  const pids = {
    instances: instances.map(({ pid }) => pid),
    balancer: [balancer.pid],
    redis: [stack.pids.redis],
    postgres: [stack.pids.postgres],
  };

  const measured: Record<Side, Round[]> = { one: [], two: [], each: [] };
  const [count, rounds] = session.isShort ? [40, 1] : [REQUESTS, ROUNDS];
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    session.progress(`instances on ${runtime}: round ${round + 1} of ${rounds}`);
    for (const side of round % 2 === 0 ? SIDES : SIDES.toReversed()) {
      const requests = await traffic.prepare(count);
      const before = await workedByParts(pids);
      const { port, concurrency } = loads[side];
      const load = await sendAll(port, requests, concurrency);
      const after = await workedByParts(pids);
      expectStatus(load, 200);
      if (round < 0) continue;
      const micros = { ...after };
      for (const part of Object.keys(micros) as Part[])
        micros[part] = (after[part] - before[part]) / count;
      measured[side].push({ perSecond: load.perSecond, micros });
    }
  }
  return judge(session, runtime, measured);
}

const pin = (pid: number, core: number): Promise<unknown> =>
  promisify(execFile)("taskset", ["--all-tasks", "--cpu-list", "--pid", `${core}`, `${pid}`]);

function judge(
  session: BenchSession,
  runtime: Runtime,
  { one, two, each }: Record<Side, Round[]>,
): BenchResult[] {
  const [alone, beside, loaded] = [one, two, each].map(medianOf) as [Work, Work, Work];
  const name = `two instances, Bearer and otp, on ${runtime}`;
  const rows = Object.entries(alone).map(([part, micros]) =>
    [part.padEnd(10), micros, beside[part as Part], loaded[part as Part]].map(brief).join("  "),
  );
  session.print(
    [
      `${name}: µs of a core for a request`,
      "              one    two   each",
      ...rows.map((row) => `  ${row}`),
      "",
    ].join("\n"),
  );
  const all = sumOf(beside);
  const bound = (2 / all) * Math.max(alone.instances, sumOf(alone) / 2);
  const perSecond = (rounds: readonly Round[]): number[] => rounds.map((round) => round.perSecond);
  const ofOwnWork = (rounds: readonly Round[]): number[] =>
    rounds.map(({ micros }) => 1e6 / micros.instances);
  const byOwnWork = (rounds: readonly Round[], asked: string, target: number | null): BenchResult =>
    rateAgainst(
      {
        name: `${name}: requests a second of an instance's own CPU, ${asked}`,
        unit: "",
        against: "those of one instance alone",
        target,
        note: "what two do on cores that are theirs alone is twice that ratio",
      },
      ofOwnWork(rounds),
      ofOwnWork(one),
    );
  const onOwnCores = byOwnWork(two, `${CONCURRENCY} at a time in all`, OWN_WORK_MIN);
  const twice = (2 * (onOwnCores.ratio ?? Number.NaN)).toFixed(2);
  return [
    rateAgainst(
      {
        name,
        unit: "a second",
        against: "one instance on one core",
        target: TARGET,
        note: `of the ${all.toFixed(0)} µs that two cores have to do for a request, ${beside.instances.toFixed(0)} are the instances': with everything on these two, no more than ${bound.toFixed(2)} is possible; by the instances' own CPU it is ${twice}`,
      },
      perSecond(two),
      perSecond(one),
    ),
    onOwnCores,
    byOwnWork(each, `${CONCURRENCY} at a time for each`, null),
  ];
}

const brief = (cell: string | number): string =>
  typeof cell === "number" ? cell.toFixed(0).padStart(5) : cell;

const sumOf = (micros: Work): number => Object.values(micros).reduce((sum, each) => sum + each, 0);

function medianOf(rounds: readonly Round[]): Work {
  const micros = { ...(rounds[0]?.micros as Work) };
  for (const part of Object.keys(micros) as Part[])
    micros[part] = median(rounds.map((each) => each.micros[part]));
  return micros;
}
