import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { guard } from "./guard.ts";

/** A server that runs as a child process in a process group of its own. */
export type ServerProcess = {
  pid: number;
  /** Resolves when the process is gone, however it ended. */
  exited: Promise<void>;
  /** Sends the signal, then SIGKILL when it does not end in time, and resolves when it is gone. */
  stop(): Promise<void>;
};

type Options = {
  command: string;
  args: string[];
  spawn?: SpawnOptions;
  stopSignal: NodeJS.Signals;
  /** Matches the output line that says the server is ready. */
  ready: RegExp;
};

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;
const LOG_LINES_KEPT = 8;

/** Starts a server and waits for its ready line. Rejects with the last lines of its log when there is none. */
export async function startServer(options: Options): Promise<ServerProcess> {
  const child = spawn(options.command, options.args, {
    ...options.spawn,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "close").then(() => undefined);
  const log: string[] = [];
  const ready = waitForLine(child, options.ready, log);
  try {
    await Promise.race([
      ready,
      exited.then(() => Promise.reject(new Error("it ended"))),
      once(child, "spawn", { signal: AbortSignal.timeout(READY_TIMEOUT_MS) }).then(() => ready),
    ]);
  } catch (error) {
    child.kill("SIGKILL");
    const reason = log.length > 0 ? log.slice(-LOG_LINES_KEPT).join(" | ") : String(error);
    throw new Error(`${options.command} does not start: ${reason}`, { cause: error });
  }
  const pid = child.pid ?? 0;
  const release = guard({ pid, signal: options.stopSignal });
  void exited.then(release);
  return {
    pid,
    exited,
    async stop() {
      child.kill(options.stopSignal);
      const killer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
      await exited;
      clearTimeout(killer);
    },
  };
}

function waitForLine(child: ChildProcess, ready: RegExp, log: string[]): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  child.once("error", reject);
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => {
      log.push(...text.trimEnd().split("\n"));
      log.splice(0, log.length - 2 * LOG_LINES_KEPT);
      if (ready.test(text)) resolve();
    });
  return promise;
}
