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
  /** Matches the output line that says the server is ready, or asks the server until it is. */
  ready: RegExp | ((signal: AbortSignal) => Promise<void>);
  /** Gets all output; without it only the last lines are kept, for the message when the start fails. */
  onOutput?: (text: string) => void;
  /** Gives up the start; a server that is ready does not hear it. */
  signal?: AbortSignal | undefined;
};

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 12_000;
// Nobody uses it yet: there is nothing to finish.
const GIVE_UP_TIMEOUT_MS = 3000;
const LOG_LINES_KEPT = 8;

/**
 * Starts a server and waits until it is ready. Rejects when it does not get there, with the last lines of its log, or
 * with the signal's reason; then it is gone.
 */
export async function startServer(options: Options): Promise<ServerProcess> {
  options.signal?.throwIfAborted();
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
  const stop = async (timeoutMs: number): Promise<void> => {
    child.kill(options.stopSignal);
    const killer = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
    await exited;
    clearTimeout(killer);
  };
  try {
    await waitUntilReady(child, options, log);
  } catch (error) {
    await stop(GIVE_UP_TIMEOUT_MS);
    options.signal?.throwIfAborted();
    const reason = log.length > 0 ? log.slice(-LOG_LINES_KEPT).join(" | ") : String(error);
    throw new Error(`${options.command} does not start: ${reason}`, { cause: error });
  }
  return { pid: child.pid ?? 0, exited, stop: () => stop(STOP_TIMEOUT_MS) };
}

function waitUntilReady(child: ChildProcess, options: Options, log: string[]): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const { ready, signal, onOutput } = options;
  const over = new AbortController();
  const timer = setTimeout(reject, READY_TIMEOUT_MS, new Error("it is not ready in time"));
  child.once("error", reject);
  child.once("close", () => reject(new Error("it ended")));
  signal?.addEventListener("abort", () => reject(new Error("given up")), { signal: over.signal });
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => {
      onOutput?.(text);
      log.push(...text.trimEnd().split("\n"));
      log.splice(0, log.length - LOG_LINES_KEPT);
      if (ready instanceof RegExp && ready.test(text)) resolve();
    });
  if (!(ready instanceof RegExp)) ready(over.signal).then(resolve, reject);
  return promise.finally(() => {
    clearTimeout(timer);
    over.abort();
  });
}
