import { parseArgs } from "node:util";
import { parseQuota, type Quota } from "../domain/quota.ts";
import { createReplay, type Replay, type ReplayResult } from "../domain/replay.ts";
import { parseDecision, parseSettings, TrafficError } from "../domain/recorded-traffic.ts";
import { createProgress } from "./progress.ts";
import { openLines, readLines } from "./read-lines.ts";
import { writeReport } from "./simulation-report.ts";
import { simulationTable } from "./simulation-table.ts";

const USAGE = `usage: simulate --from FILE|- [--set POLICY=QUOTA]... [--report FILE.html] [--json]
  --from    recorded traffic (NDJSON), or - for the standard input
  --set     another quota for a policy, as activate.ip=10/1m; may be repeated
  --report  writes one HTML file with a graph
  --json    prints the result as JSON instead of a table`;

type SimulateOptions = {
  from: string;
  set: ReadonlyMap<string, { quota: Quota }>;
  report: string | undefined;
  json: boolean;
};

/** The streams of a process. */
export type Terminal = {
  stdin: AsyncIterable<Buffer>;
  stdout: { write(text: string): boolean };
  stderr: { isTTY: boolean; write(text: string): boolean };
};

class UsageError extends Error {}

/**
 * `simulate …`: replays recorded traffic under other quotas and tells what would have been different. Resolves with
 * the exit code: 0, 1 when the record cannot be read, 2 when the arguments are wrong. Nothing is written unless 0.
 */
export async function simulate(args: string[], terminal: Terminal): Promise<0 | 1 | 2> {
  const { stdout, stderr } = terminal;
  try {
    const options = readArguments(args);
    const result = await replayFile(options, terminal);
    if (options.report !== undefined) await writeReport(options.report, result);
    stdout.write(`${options.json ? JSON.stringify(result, null, 2) : simulationTable(result)}\n`);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      stderr.write(`latchkey simulate: ${error.message}\n${USAGE}\n`);
      return 2;
    }
    // A bad record, or a file that is not there; what else is thrown is a fault of ours.
    if (!(error instanceof TrafficError) && !(error instanceof Error && "code" in error))
      throw error;
    stderr.write(`latchkey simulate: ${error.message}\n`);
    return 1;
  }
}

async function replayFile(
  { from, set }: SimulateOptions,
  { stdin, stderr }: Terminal,
): Promise<ReplayResult> {
  const { chunks, sizeBytes } = await openLines(from, stdin);
  const progress = createProgress(stderr, sizeBytes);
  let replay: Replay | undefined;
  try {
    await readLines(
      chunks,
      (line, number) => {
        try {
          if (replay) replay.add(parseDecision(line));
          else replay = startReplay(line, set);
        } catch (error) {
          if (!(error instanceof TrafficError)) throw error;
          throw new TrafficError(`${from}, line ${number}: ${error.message}`);
        }
      },
      progress.show,
    );
  } finally {
    progress.end();
  }
  if (!replay) throw new TrafficError(`${from} is empty: the settings line is missing`);
  return replay.finish();
}

function startReplay(line: string, set: SimulateOptions["set"]): Replay {
  const settings = parseSettings(line);
  try {
    return createReplay({ settings, set });
  } catch (error) {
    throw error instanceof TrafficError ? new UsageError(`--set: ${error.message}`) : error;
  }
}

function readArguments(args: string[]): SimulateOptions {
  const { from, set, report, json } = parseOptions(args);
  if (from === undefined || from === "") throw new UsageError("--from is missing");
  if (report === "") throw new UsageError("--report needs a file name");
  const quotas = new Map<string, { quota: Quota }>();
  for (const text of set) {
    const [, name, quotaText] = /^([^=]+)=(.+)$/.exec(text) ?? [];
    const quota = parseQuota(quotaText ?? "");
    if (name === undefined || !quota)
      throw new UsageError(`--set ${text}: this is not like activate.ip=10/1m`);
    if (quotas.has(name)) throw new UsageError(`--set: ${name} is set twice`);
    quotas.set(name, { quota });
  }
  return { from, set: quotas, report, json };
}

function parseOptions(args: string[]): {
  from?: string;
  report?: string;
  set: string[];
  json: boolean;
} {
  try {
    return parseArgs({
      args,
      options: {
        from: { type: "string" },
        set: { type: "string", multiple: true, default: [] },
        report: { type: "string" },
        json: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
