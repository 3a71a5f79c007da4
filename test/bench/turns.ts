import { type Load, sendAll } from "./http-load.ts";
import { percentile } from "./pace.ts";
import { type BenchResult, measure, rateAgainst } from "./result.ts";
import type { BenchSession } from "./session.ts";
import { type Subject, workedMicros } from "./stack.ts";

/** One of two processes that are asked for the same. */
export type Contender = Pick<Subject, "pid" | "port"> & {
  /** Makes so many requests. */
  prepare(count: number): Promise<Buffer[]>;
  /** Whether an answer is right. */
  accepts: RegExp;
};

export type Contenders = Record<"service" | "yardstick", Contender>;

type Turn = Load & {
  /** What the process' own thread worked for a request; NaN where the system does not tell. */
  workMicros: number;
};
export type Turns = Record<keyof Contenders, Turn[]>;

type Plan = { warmUpRounds: number; rounds: number; count: number };
/** So many requests are sent at a time. */
export const CONCURRENCY = 32;
/** So many in a turn. */
export const REQUESTS = 4000;

/** How much is measured. */
export const planOf = ({ isShort }: BenchSession): Plan =>
  isShort
    ? { rounds: 1, warmUpRounds: 0, count: 50 }
    : { rounds: 9, warmUpRounds: 3, count: REQUESTS };

/** Loads both, one after the other, who comes first in turns. Throws when an answer is not right. */
export async function takeTurns(
  session: BenchSession,
  contenders: Contenders,
  { title, warmUpRounds, rounds, count }: Plan & { title: string },
  concurrency = CONCURRENCY,
): Promise<Turns> {
  const turns: Turns = { service: [], yardstick: [] };
  const names = ["yardstick", "service"] as const;
  for (let round = -warmUpRounds; round < rounds; round++) {
    session.progress(`${title}: round ${round + 1} of ${rounds}`);
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const turn = await takeTurn(contenders[name], count, concurrency);
      if (round >= 0) turns[name].push(turn);
    }
  }
  return turns;
}

async function takeTurn(
  { port, pid, prepare, accepts }: Contender,
  count: number,
  concurrency: number,
): Promise<Turn> {
  const requests = await prepare(count);
  const before = await workedMicros(pid);
  const load = await sendAll(port, requests, concurrency);
  const workMicros = ((await workedMicros(pid)) - before) / count;
  const wrong = load.answers.find(({ status, body }) => status !== 200 || !accepts.test(body));
  if (wrong) throw new Error(`answered ${wrong.status}: ${wrong.body}`);
  return { ...load, workMicros };
}

/** The ratio of their speeds, and what bounds both: what a request costs the thread of each. */
export function compareTurns(
  name: string,
  { against, target }: { against: string; target: number | null },
  { service, yardstick }: Turns,
): BenchResult[] {
  const speedsOf = (turns: Turn[]): number[] => turns.map(({ perSecond }) => perSecond);
  const worksOf = (turns: Turn[]): number[] => turns.map(({ workMicros }) => workMicros);
  const work = { unit: "µs", target: null, bound: "max" } as const;
  return [
    rateAgainst(
      { name, unit: "a second", against, target },
      speedsOf(service),
      speedsOf(yardstick),
    ),
    measure({ name: `${name}: its thread's work`, ...work }, worksOf(service)),
    measure({ name: `${name}: the yardstick's`, ...work }, worksOf(yardstick)),
  ];
}

/** How long single requests took. */
export function tellLatencies(title: string, { service, yardstick }: Turns): string {
  const tell = (turns: Turn[]): string => {
    const all = turns.flatMap(({ latenciesMs }) => latenciesMs);
    const of = (share: number): string => `${percentile(all, share).toFixed(2)} ms`;
    return `p50 ${of(0.5)}, p99 ${of(0.99)}`;
  };
  return `${title}: ${tell(service)}; the yardstick ${tell(yardstick)}`;
}
