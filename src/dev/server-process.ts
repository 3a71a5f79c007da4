import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { guard } from "./guard.ts";

/** A server that runs as a child process in a process group of its own. */
export type ServerProcess = {
  pid: number;
  /** Resolves when the process is gone, however it ended. */
  exited: Promise<void>;
  /** Sends the stop signal, SIGKILL when it does not end in time, and resolves when it is gone. */
  stop(): Promise<void>;
};

type Options = {
  command: string;
  args: string[];
  spawn?: SpawnOptions;
  stopSignal: NodeJS.Signals;
  /** Matches the output line that says the server is ready. */
  ready: RegExp;
  /** Gets all output; without it only the last lines are kept, for the message when the start fails. */
  onOutput?: (text: string) => void;
};

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 12_000;
const LOG_LINES_KEPT = 8;

/** Starts a server and waits for its ready line. Rejects with the last lines of its log when there is none. */
export async function startServer(options: Options): Promise<ServerProcess> {
  const child = spawn(options.command, options.args, {
    ...options.spawn,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "close").then(
    () => undefined,
    () => undefined,
  );
  const log: string[] = [];
  const release = child.pid ? guard({ pid: child.pid, signal: options.stopSignal }) : () => {};
  void exited.then(release);
  try {
    await waitUntilReady(child, options, log);
  } catch (error) {
    child.kill("SIGKILL");
    const reason = log.length > 0 ? log.slice(-LOG_LINES_KEPT).join(" | ") : String(error);
    throw new Error(`${options.command} does not start: ${reason}`, { cause: error });
  }
  return {
    pid: child.pid ?? 0,
    exited,
    async stop() {
      child.kill(options.stopSignal);
      const killer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
      await exited;
      clearTimeout(killer);
    },
  };
}

function waitUntilReady(child: ChildProcess, options: Options, log: string[]): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(reject, READY_TIMEOUT_MS, new Error("it is not ready in time"));
  child.once("error", reject);
  child.once("close", () => reject(new Error("it ended")));
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => {
      options.onOutput?.(text);
      log.push(...text.trimEnd().split("\n"));
      log.splice(0, log.length - LOG_LINES_KEPT);
      if (options.ready.test(text)) resolve();
    });
  return promise.finally(() => clearTimeout(timer));
}
