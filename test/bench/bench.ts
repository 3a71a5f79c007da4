import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { benchActivate } from "./activate.ts";
import { benchAdmin } from "./admin.ts";
import { drawChart } from "./chart.ts";
import { benchHash } from "./hash.ts";
import { benchInstances } from "./instances.ts";
import { keepLatest } from "./latest.ts";
import { benchLimits } from "./limits.ts";
import { benchLive } from "./live.ts";
import { benchDrain } from "./mail-drain.ts";
import { benchFailover } from "./mail-failover.ts";
import { benchFaults } from "./mail-faults.ts";
import { benchMe } from "./me.ts";
import { benchMemory } from "./memory.ts";
import { benchOtp } from "./otp.ts";
import { benchPostgres } from "./postgres-size.ts";
import { benchRedis } from "./redis-bytes.ts";
import { benchRegister } from "./register.ts";
import { type Runtime, RUNTIMES } from "../support/processes.ts";
import { keepFigures } from "./readme.ts";
import type { BenchResult } from "./result.ts";
import { type BenchSession, createSession } from "./session.ts";
import { benchShed } from "./shed.ts";
import { benchSimulate } from "./simulate.ts";
import { benchStart } from "./start.ts";
import { writeTable } from "./table.ts";
import { benchTiming } from "./timing.ts";

type Bench = (session: BenchSession, argument?: string) => Promise<BenchResult[] | void>;

const runtimeOf = (argument: string | undefined): Runtime => (argument === "bun" ? "bun" : "node");

/** Both, when none is named. */
const runtimesOf = (argument: string | undefined): Runtime[] =>
  RUNTIMES.filter((each) => argument === undefined || each === argument);

/** What has a target: run in this order when no bench is named. */
const PROGRAMME: Record<string, Bench> = {
  register: (session, runtime) => benchRegister(session, runtimeOf(runtime)),
  activate: (session, runtime) => benchActivate(session, runtimeOf(runtime)),
  shed: (session, runtime) => benchShed(session, runtimeOf(runtime)),
  redis: benchRedis,
  otp: (session, runtime) => benchOtp(session, runtimeOf(runtime)),
  me: (session, runtime) => benchMe(session, runtimeOf(runtime)),
  postgres: (session, users) =>
    benchPostgres(session, users === undefined ? undefined : Number(users)),
  instances: (session, runtime) => benchInstances(session, runtimeOf(runtime)),
  start: (session, runtime) => benchStart(session, runtimesOf(runtime)),
  memory: (session, runtime) => benchMemory(session, runtimesOf(runtime)),
};

/** What only prints. */
const OTHERS: Record<string, Bench> = {
  admin: () => benchAdmin(),
  hash: () => benchHash(),
  limits: () => benchLimits(),
  live: (_, runtime) => benchLive(runtimeOf(runtime)),
  "mail-drain": () => benchDrain(),
  // With how many minutes each way of being dead lasts.
  "mail-failover": (_, minutes = "1") => benchFailover(Number(minutes)),
  "mail-faults": () => benchFaults(),
  simulate: () => benchSimulate(),
  timing: () => benchTiming(),
};

const LATEST = new URL("latest.json", import.meta.url);
const README = new URL("../../README.md", import.meta.url);
const CHART = new URL("../../docs/bench.svg", import.meta.url);

/**
 * `just bench [name] [argument]`: measures something against a yardstick of the same run; without a name, all that has a
 * target. Ends with exit code 1 when a target is missed. Not part of the tests.
 */
async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { short: { type: "boolean", default: false } },
  });
  const [name, argument] = positionals;
  const known: Record<string, Bench> = { ...PROGRAMME, ...OTHERS };
  const benches = name === undefined ? PROGRAMME : { [name]: known[name] };
  const session = createSession(values.short, process);
  const results: BenchResult[] = [];
  for (const [each, bench] of Object.entries(benches)) {
    if (!bench) {
      console.error(`there is no bench ${each}; there is: ${Object.keys(known).sort().join(", ")}`);
      return 2;
    }
    session.progress(`${each} …`);
    results.push(...((await bench(session, argument)) ?? []));
  }
  if (results.length === 0) return 0;
  session.print(writeTable(results));
  if (values.short) return 0;
  const all = await keepLatest(LATEST, results);
  await writeFile(CHART, drawChart(all));
  await keepFigures(README, all);
  return results.some(({ met }) => met === false) ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
