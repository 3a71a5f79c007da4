import { availableParallelism, loadavg } from "node:os";
import type { Broadcast, Idle, Round } from "./live-phases.ts";
import type { Standing } from "./live-sockets.ts";
import { medianInterval } from "./paired-times.ts";
import { percentile } from "./pace.ts";
import { median, range } from "./stack.ts";

const MEMORY_MAX_MB = 250;
const P99_RATIO_MAX = 2;
const DELAY_MAX_MS = 20;
/** A machine that holds requests up for so long by itself shows nothing about a service. */
const BUSY_MS = 20;

/** Met, or not, or nothing can be said: then what was measured is mostly of what else the machine did. */
type Verdict = "met" | "MISSED" | "NOT SHOWN, the machine is too busy";
const verdictOf = (isMet: boolean, isBusy: boolean): Verdict =>
  isBusy ? "NOT SHOWN, the machine is too busy" : isMet ? "met" : "MISSED";

/** All that was measured. */
export type LiveMeasured = {
  runtime: string;
  socketCount: number;
  rounds: Round[];
  broadcasts: Broadcast[];
  /** Somebody who typed a code: from the request until its answer, and until the last socket had it. */
  arrival: { answeredMs: number; lastMs: number };
  /** Notices that a socket got again. */
  twice: number;
  standing: Standing;
  /** Requests that were not answered with what they asked for. */
  refused: number;
};

/** Prints what was measured beside the targets. Returns whether all are met. */
export function reportLive(measured: LiveMeasured): boolean {
  const { runtime, socketCount, rounds, broadcasts, arrival } = measured;
  const [load = 0] = loadavg();
  console.log(`${socketCount} idle WebSockets on one instance, on ${runtime}, with all that is on by default: medians (ranges)
The service, Postgres, Redis, and the clients share ${availableParallelism()} cores; load ${load.toFixed(1)}
`);
  const verdicts = [
    reportMemory(rounds, socketCount),
    reportLatency(rounds),
    reportDelay(broadcasts),
    reportReach(measured),
  ];
  console.log(`
  the last one has it        ${range(values(broadcasts, "lastMs"), 0)} ms, the first ${range(values(broadcasts, "firstMs"), 1)} ms
  event loop held for        ${range(values(broadcasts, "loopDelayMs"), 1)} ms around it
  who types the code         is shown to all after ${arrival.lastMs.toFixed(0)} ms, and answered after ${arrival.answeredMs.toFixed(0)} ms
  opening them               ${range(values(rounds, "openedMs"), 0)} ms; ${measured.standing.refused} came back after 503
  requests refused           ${measured.refused}`);
  return verdicts.every(Boolean);
}

function reportMemory(rounds: Round[], socketCount: number): boolean {
  const [first] = rounds;
  const beforeMb = first?.without.memoryMb ?? Number.NaN;
  const mostMb = Math.max(...rounds.map((round) => round.with.memoryMb));
  const grownMb = mostMb - beforeMb;
  const each = ((grownMb * 1000) / socketCount).toFixed(1);
  return told(
    "memory of its process",
    `${beforeMb.toFixed(0)} MB before, ${mostMb.toFixed(0)} with them: ${grownMb.toFixed(0)} MB more, ${each} KB each`,
    `${MEMORY_MAX_MB} MB`,
    verdictOf(grownMb < MEMORY_MAX_MB, false),
  );
}

function reportLatency(rounds: Round[]): boolean {
  const p99 = ({ latenciesMs }: Idle): number => percentile(latenciesMs, 0.99);
  const ratios = rounds.map((round) => p99(round.with) / p99(round.without));
  for (const [name, share] of Object.entries({ p50: 0.5, p99: 0.99 })) {
    const of = (kind: "with" | "without"): string =>
      range(
        rounds.map((round) => percentile(round[kind].latenciesMs, share)),
        1,
      );
    console.log(
      `  GET /users/me, ${name}         ${of("without")} ms without, ${of("with")} with them`,
    );
  }
  const work = (kind: "with" | "without"): string =>
    range(
      rounds.map((round) => round[kind].workMs),
      0,
    );
  console.log(
    `  its thread works           ${work("without")} ms a second, ${work("with")} with them`,
  );
  const isBusy = median(rounds.map(({ without }) => p99(without))) > BUSY_MS;
  return told(
    "p99 with over without",
    range(ratios, 2),
    String(P99_RATIO_MAX),
    verdictOf(median(ratios) <= P99_RATIO_MAX, isBusy),
  );
}

// By how much the longest request of each broadcast was longer than usual. Where the machine alone held one up for longer
// than that, what tells is by how much more than in as long a time before.
function reportDelay(broadcasts: Broadcast[]): boolean {
  const usual = median(broadcasts.flatMap(({ beforeMs }) => beforeMs));
  const longest = (name: "beforeMs" | "duringMs"): number[] =>
    broadcasts.map((broadcast) => Math.max(...broadcast[name]) - usual);
  const during = longest("duringMs");
  const before = longest("beforeMs");
  const [low, high] = medianInterval(during.map((ms, i) => ms - (before[i] ?? Number.NaN)));
  const medians = broadcasts.map(({ duringMs }) => median(duringMs));
  console.log(`  GET /users/me meanwhile    p50 ${range(medians, 1)} ms, ${usual.toFixed(1)} before it
  longest of them later by   ${range(during, 1)} ms, ${range(before, 1)} in as long a time before`);
  return told(
    "of that by the broadcast",
    `${low.toFixed(1)} to ${high.toFixed(1)} ms (median's 99 % interval)`,
    `${DELAY_MAX_MS} ms`,
    verdictOf(
      Math.max(...during) <= DELAY_MAX_MS ||
        (Math.max(...before) > BUSY_MS && high <= DELAY_MAX_MS),
      median(before) > BUSY_MS,
    ),
  );
}

function reportReach({ socketCount, broadcasts, twice, standing }: LiveMeasured): boolean {
  const reached = values(
    broadcasts.map(({ spread }) => spread),
    "reached",
  );
  const ended = Object.entries(standing.ended).map(([code, count]) => `${count} with ${code}`);
  const isTold = reached.every((count) => count === socketCount) && twice === 0;
  told(
    "told",
    `${range(reached, 0)} of ${socketCount}, ${twice} twice`,
    "all, once",
    verdictOf(isTold, false),
  );
  const kept = Math.min(standing.pinged, standing.open);
  const isKept = kept === socketCount;
  told(
    "pinged and still open",
    `${kept}, ended ${ended.join(", ") || "none"}`,
    "all",
    verdictOf(isKept, false),
  );
  return isTold && isKept;
}

function told(name: string, measured: string, target: string, verdict: Verdict): boolean {
  console.log(`  ${name.padEnd(26)} ${measured}   (target ${target}: ${verdict})`);
  return verdict === "met";
}

const values = <Name extends string>(all: Record<Name, number>[], name: Name): number[] =>
  all.map((each) => each[name]);
