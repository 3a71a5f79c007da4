import { setTimeout } from "node:timers/promises";
import {
  Logger as WorkerLogger,
  type Runner,
  parseCronItems,
  run,
  runMigrations,
} from "graphile-worker";
import type { Logger } from "../log.ts";
import { traceTask } from "../tracing/trace-jobs.ts";
import { releaseAbandonedJobs } from "./abandoned-jobs.ts";
import { type Pool, openPool } from "./pool.ts";
import { makeRetryable } from "./retryable-pool.ts";

export type Task = {
  /** What a job does with its payload. It may run twice: each task must bear that. */
  run(payload: unknown): Promise<void>;
  /** Longer than any job takes: one that is held for longer is of a worker that died or froze. */
  leaseMs: number;
};

export type Jobs = {
  /** Claims nothing more and lets running jobs end; one that takes too long is left to its lease. */
  stop(): Promise<void>;
};

type JobsOptions = {
  databaseUrl: string;
  /** By their names. */
  tasks: Record<string, Task>;
  /** Task name → crontab time, in UTC. */
  schedule: Record<string, string>;
  concurrency: number;
  log: Logger;
};

const POLL_INTERVAL_MS = 1000;
/** One listens; the others claim and complete jobs, which takes a small part of a job's time. */
const CONNECTIONS_MAX = 9;
/** So long a job that was claimed ahead waits for its turn; then another instance may have it. */
const CLAIMED_AHEAD_MS = 1000;
/** Within the shortest lease of a runner's tasks. */
const SWEEPS_PER_LEASE = 3;
const RESTART_DELAY_MS = 1000;
const STOP_TIMEOUT_MS = 6000;

/** Brings graphile-worker's own schema up to date; safe to run twice at once. */
export const migrateJobs = (pool: Pool, log: Logger): Promise<void> =>
  runMigrations({ pgPool: pool, logger: adaptLog(log) });

/** Starts working on jobs: woken by NOTIFY, with a poll behind it for jobs whose time comes. */
export async function startJobs(options: JobsOptions): Promise<Jobs> {
  const { databaseUrl, log, tasks } = options;
  const connectionsMax = Math.min(options.concurrency + 1, CONNECTIONS_MAX);
  const pool = openPool({ databaseUrl, connectionsMax, applicationName: "latchkey-jobs" }, log);
  makeRetryable(pool);
  const stopping = new AbortController();
  // Null while none runs.
  let runner: Runner | null = await startRunner(pool, options);
  void supervise(runner);

  // The runner ends by itself after some database faults; nothing would be sent any more.
  async function supervise(running: Runner): Promise<void> {
    try {
      await running.promise;
      if (!stopping.signal.aborted) log.error("the job runner stopped by itself");
    } catch (error) {
      log.error({ err: error }, "the job runner failed");
    }
    runner = null;
    while (!stopping.signal.aborted && runner === null) {
      await setTimeout(RESTART_DELAY_MS);
      try {
        runner = await startRunner(pool, options);
      } catch (error) {
        log.warn({ err: error }, "the job runner does not start");
      }
    }
    // It may have come up after the word to stop.
    if (runner && stopping.signal.aborted) await runner.stop();
    else if (runner) void supervise(runner);
  }

  const leasesMs = Object.fromEntries(
    Object.entries(tasks).map(([name, { leaseMs }]) => [name, leaseMs]),
  );
  const sweep = (): void => {
    releaseAbandonedJobs(pool, leasesMs).then(
      (jobs) => jobs > 0 && log.warn({ jobs }, "took jobs back from lost workers"),
      (error: unknown) => log.warn({ err: error }, "looking for abandoned jobs failed"),
    );
  };
  sweep();
  const sweeper = setInterval(sweep, Math.min(...Object.values(leasesMs)) / SWEEPS_PER_LEASE);
  return {
    async stop() {
      stopping.abort();
      clearInterval(sweeper);
      // After an outage the worker can wait minutes for its next try; what it leaves, another one takes back.
      const ended = await Promise.race([
        (runner?.stop() ?? Promise.resolve()).then(() => pool.end()).then(() => true),
        setTimeout(STOP_TIMEOUT_MS, false, { ref: false }),
      ]);
      if (!ended) log.warn("jobs did not end in time and are left to their lease");
    },
  };
}

const startRunner = (pool: Pool, options: JobsOptions): Promise<Runner> =>
  run({
    pgPool: pool,
    logger: adaptLog(options.log),
    concurrency: options.concurrency,
    pollInterval: POLL_INTERVAL_MS,
    noHandleSignals: true,
    taskList: Object.fromEntries(
      Object.entries(options.tasks).map(([name, task]) => [
        name,
        traceTask(name, task.run.bind(task)),
      ]),
    ),
    // One asks for all of them: each on its own would look once more in vain after every job. Its batches of completed jobs
    // are left alone: in 0.18 one that fails is not tried again, and the runner then hangs for good.
    preset: { worker: { localQueue: { size: options.concurrency, ttl: CLAIMED_AHEAD_MS } } },
    parsedCronItems: parseCronItems(
      Object.entries(options.schedule).map(([task, match]) => ({ task, match })),
    ),
  });

// The worker's own lines can hold payloads and error texts of tasks. Fewer connections than jobs are what we want: that
// is no warning at every start.
function adaptLog(log: Logger): WorkerLogger {
  return new WorkerLogger(() => (level, message) => {
    const target = level === "warning" ? "warn" : level;
    const isDetail = target === "info" || message.includes("maxPoolSize");
    log[isDetail ? "debug" : target]({ source: "graphile-worker" }, message);
  });
}
