import { findOwnPort } from "../support/own-redis.ts";
import { type Runtime, type RunningProcess, startServiceProcess } from "../support/processes.ts";

/** An instance of the service, and its supervisor: what ends is started again, on the same port. */
export type Instance = AsyncDisposable & {
  port: number;
  /** Of the process that runs now. */
  pid(): number;
  /** Of all its processes so far. */
  logLines(): string[];
  /** What those printed that ended before they listened: their stores were away, as a rule. */
  failedStarts: string[];
  /** Sends a signal; what ends by SIGKILL or SIGTERM was meant to. */
  kill(signal: NodeJS.Signals): void;
  /** Resolves when there is another process than now, and it listens. */
  replaced(): Promise<void>;
  /** SIGTERM, the new process, and how the old one ended. */
  restart(): Promise<number | NodeJS.Signals>;
  /** How processes ended that nobody meant to end. */
  ownExits: (number | NodeJS.Signals)[];
};

/** Starts one, which runs until it is disposed of. */
export async function startInstance(
  runtime: Runtime,
  environment: Record<string, string>,
): Promise<Instance> {
  const port = await findOwnPort();
  const ownExits: Instance["ownExits"] = [];
  const failedStarts: Instance["failedStarts"] = [];
  const processes: RunningProcess[] = [];
  let isOver = false;
  let isMeant = false;
  let running: RunningProcess;
  let next = Promise.withResolvers<void>();
  let ended: Promise<number | NodeJS.Signals>;
  let supervised: Promise<void> = Promise.resolve();

  const launch = async (): Promise<void> => {
    const launched = await startServiceProcess(runtime, { ...environment, PORT: String(port) });
    processes.push(launched);
    running = launched;
    isMeant = false;
    ended = launched.exited;
    supervised = launched.exited.then(supervise);
    next.resolve();
    next = Promise.withResolvers();
  };
  const supervise = async (how: number | NodeJS.Signals): Promise<void> => {
    if (isOver) return;
    if (!isMeant) ownExits.push(how);
    isMeant = true;
    // Stores may be away just now: a supervisor goes on trying.
    await launch().catch((error: unknown) => {
      failedStarts.push(...String(error).split("\n"));
      return supervise(how);
    });
  };
  await launch();
  return {
    port,
    pid: () => running.pid,
    logLines: () => processes.flatMap(({ lines }) => lines),
    kill(signal) {
      // Whoever is only frozen is not meant to end, now or later.
      if (signal === "SIGKILL" || signal === "SIGTERM") isMeant = true;
      running.kill(signal);
    },
    replaced: () => next.promise,
    async restart() {
      const { promise } = next;
      isMeant = true;
      const how = ended;
      running.kill("SIGTERM");
      await promise;
      return how;
    },
    ownExits,
    failedStarts,
    async [Symbol.asyncDispose]() {
      isOver = true;
      await running[Symbol.asyncDispose]();
      // One that was just starting is there by now, or never will be.
      await supervised;
      await running[Symbol.asyncDispose]();
    },
  };
}
