import { readFile } from "node:fs/promises";
import type { Runtime } from "../support/processes.ts";
import { startHelper } from "./helper-process.ts";
import {
  type Broadcast,
  type LiveBench,
  type Round,
  measureBroadcast,
  measureRound,
} from "./live-phases.ts";
import type { ProbeTasks } from "./live-probe.ts";
import { reportLive } from "./live-report.ts";
import type { SocketTasks } from "./live-sockets.ts";
import { startLiveStack } from "./live-stack.ts";

const SOCKETS = 10_000;
const ROUNDS = 3;
const BROADCASTS = 20;
const WARM_UP = { perSecond: 200, requests: 4000 };
/** For all else that a process has open. */
const FILES_MORE = 500;

/**
 * What ten thousand idle sockets cost one instance, and what telling them all of somebody does to other requests. Ends
 * with exit code 1 when a target is missed.
 */
export async function benchLive(runtime: Runtime): Promise<void> {
  await refuseFewFiles();
  const show = createStatus();
  show("starting");
  await using stack = await startLiveStack(runtime, SOCKETS);
  await using sockets = startHelper<SocketTasks>("./live-sockets.ts");
  await using probe = startHelper<ProbeTasks>("./live-probe.ts");
  const bench: LiveBench = { stack, sockets, probe };
  await probe.ask("prepare", stack.port, stack.tokens);
  await probe.ask("paced", WARM_UP.perSecond, WARM_UP.requests);
  const rounds: Round[] = [];
  for (let number = 1; number <= ROUNDS; number++) {
    show(`without sockets and with them: ${number} of ${ROUNDS}`);
    rounds.push(await measureRound(bench));
  }
  const broadcasts: Broadcast[] = [];
  for (let number = 0; number < BROADCASTS; number++) {
    show(`telling them: ${number + 1} of ${BROADCASTS}`);
    broadcasts.push(await measureBroadcast(bench, number));
  }
  const { typedAtMs, answeredMs } = await stack.arrive();
  const { lastMs } = await sockets.ask("spreadOf", BROADCASTS);
  const standing = await sockets.ask("standing");
  const [twice, refused] = [await sockets.ask("twice"), await probe.ask("refused")];
  show("");
  const arrival = { answeredMs, lastMs: lastMs - typedAtMs };
  const measured = { rounds, broadcasts, arrival, standing, twice, refused };
  if (!reportLive({ runtime, socketCount: SOCKETS, ...measured })) process.exitCode = 1;
}

/** Tells on a terminal what is under way. */
function createStatus(): (text: string) => void {
  const { stderr } = process;
  return (text) => void (stderr.isTTY && stderr.write(`\r\u001b[K${text}`));
}

// The soft limit does not matter: both runtimes raise their own to the hard one.
async function refuseFewFiles(): Promise<void> {
  const limits = await readFile("/proc/self/limits", "utf8");
  const [, files] = /Max open files\s+\S+\s+(\S+)/.exec(limits) ?? [];
  const needed = SOCKETS + FILES_MORE;
  if (files !== "unlimited" && Number(files) < needed)
    throw new Error(`a process may open ${files} files, and ${needed} are needed: see ulimit -Hn`);
}
