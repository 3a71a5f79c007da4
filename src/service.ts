import { setTimeout as delay } from "node:timers/promises";
import { createApps } from "./app.ts";
import { collectAfterStart } from "./collect-start.ts";
import { type Config, ConfigError } from "./config.ts";
import { directUrlOf, poolerOf } from "./database-config.ts";
import { forgetRemainingTraces } from "./accounts/forget-traces.ts";
import { cleanUp } from "./features/maintenance/clean-up.ts";
import { sendMessage } from "./features/mail/send-message.ts";
import { prepareReset } from "./features/password-reset/prepare-reset.ts";
import { deliverEvent } from "./features/webhooks/deliver-event.ts";
import { registerGauges } from "./gauges.ts";
import { checkGuessBound } from "./guess-safety.ts";
import { POLICY_NAMES } from "./limits/policies.ts";
import { brokenAnswers } from "./http/broken-request.ts";
import type { Logger } from "./log.ts";
import { FORGET_NOTICES_TASK, FORGET_TRACES_TASK } from "./postgres/account-deletion.ts";
import { type Jobs, type Task, migrateJobs, startJobs } from "./postgres/jobs.ts";
import { SEND_MAIL_TASK } from "./postgres/mail-jobs.ts";
import { migrate } from "./postgres/migrate.ts";
import { PREPARE_RESET_TASK } from "./postgres/password-reset-requests.ts";
import { openPool } from "./postgres/pool.ts";
import { warnWithoutDeadlines } from "./postgres/server-deadlines.ts";
import { DELIVER_EVENT_TASK } from "./postgres/webhook-events.ts";
import { type Resources, openResources } from "./resources.ts";
import type { RunningServer, ServeOptions } from "./serve-node.ts";
import { isTraced } from "./trace-config.ts";
import { logListening } from "./workers/served.ts";
import { SERVING, type Siblings, createLoneSiblings, runsJobs } from "./workers/siblings.ts";

const CLEAN_UP_TASK = "clean_up";
const HOURLY = "17 * * * *";
/** What a job needs besides the other side's answers: its wait for one, statements and scripts, each with a deadline. */
const JOB_OVERHEAD_MS = 12_000;
/** It goes through all that is old, in many statements. */
const CLEAN_UP_LEASE_MS = 3_600_000;
/** One endpoint: more at once would only be a load on it. */
const EVENT_CONCURRENCY = 4;

/** Brings our schema and the job queue's up to date. Safe to run twice at once. */
export async function migrateAll(config: Config, log: Logger): Promise<void> {
  // At once: neither schema refers to the other.
  const queue = migrateQueue(config, log);
  // What goes wrong with both is told by ours; until then it must not end the process.
  queue.catch(() => {});
  const applied = await migrate(directUrlOf(config));
  await queue;
  log.info({ applied }, "schema is up to date");
}

async function migrateQueue(config: Config, log: Logger): Promise<void> {
  const pool = openPool(
    { databaseUrl: directUrlOf(config), connectionsMax: 2, applicationName: "latchkey-migrate" },
    log,
  );
  try {
    await migrateJobs(pool, log);
  } finally {
    await pool.end();
  }
}

/** Runs until SIGTERM or SIGINT, then shuts down in order: an instance, or one worker of it. Rejects when it cannot start. */
export async function runService(
  config: Config,
  log: Logger,
  siblings: Siblings = createLoneSiblings(),
): Promise<void> {
  const draining = new AbortController();
  const signalled = Promise.withResolvers<NodeJS.Signals>();
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.on(signal, () => signalled.resolve(signal));

  // Not even loaded unless it is asked for. Closed last: what the others do at their end is traced as well.
  await using _tracing = isTraced(config)
    ? await (await import("./tracing/open-sdk.ts")).openSdk(config, log)
    : null;
  const isAlone = siblings.count === 1;
  const migrates = siblings.isFirst && config.DATABASE_MIGRATE === "on";
  const migrated = migrates ? migrateAll(config, log) : Promise.resolve();
  await using resources = await openResources(config, log, siblings, migrated);
  refuseUnsafeCodes(resources);
  if (poolerOf(config)) await warnWithoutDeadlines(resources.pool, log);
  registerGauges(resources);
  const { app, opsApp } = createApps({ ...resources, draining: draining.signal });
  // Requests need not wait for it; what they queue until then is found.
  const jobsStarting = runsJobs(siblings) ? startAllJobs(resources) : null;
  jobsStarting?.catch(() => {});
  const { HOST: host, PORT, OPS_PORT } = config;
  const { port = PORT, opsPort = OPS_PORT ?? 0 } = siblings.ports ?? {};
  const answerBroken = brokenAnswers(config.PUBLIC_URL, log);
  const shared = { host, isShared: !isAlone, answerBroken };
  const opsServer = opsApp && (await serve({ ...shared, fetch: opsApp.fetch, port: opsPort }));
  const sockets = resources.live.hub;
  const server = await serve({ ...shared, fetch: app.fetch, port, sockets });
  const jobs = await jobsStarting;
  const served = { port: server.port, opsPort: opsServer?.port, hash: resources.hasher.backEnd };
  if (isAlone) logListening(log, host, served);
  else log.info({ worker: siblings.index + 1 }, "worker serves");
  siblings.broadcast(SERVING, served);
  collectAfterStart();

  log.info({ signal: await signalled.promise }, "shutting down");
  giveUpAfter(config.SHUTDOWN_MAX_MS, log);
  // The order of every step matters: see the README, "Shutting down".
  draining.abort();
  await delay(config.SHUTDOWN_DRAIN_MS);
  await Promise.all([jobs?.stop(), sockets.stop()]);
  await Promise.all([server.stop(), opsServer?.stop()]);
  log.info("stopped");
}

// Told at each start, because it is what the four digits rest on; what operators changed is in it.
function refuseUnsafeCodes({ config, policies, log }: Resources): void {
  const { bound, violations } = checkGuessBound(config, policies.current());
  const changed = POLICY_NAMES.filter((name) => policies.versionOf(name) > 0);
  if (violations.length > 0 && changed.length > 0)
    violations.push(`limits changed by operators count as well: ${changed.join(", ")}`);
  if (violations.length > 0) throw new ConfigError(violations);
  log.info({ ...bound }, "guess bound");
}

/** Starts all that is done outside of requests. */
export async function startAllJobs(resources: Resources): Promise<Jobs> {
  const jobs = await startMailJobs(resources);
  const eventJobs = await startEventJobs(resources);
  return {
    async stop() {
      await Promise.all([jobs.stop(), eventJobs?.stop()]);
    },
  };
}

/** Starts sending queued mail, and the hourly clean-up. */
function startMailJobs(resources: Resources): Promise<Jobs> {
  const { config, log, mailPool, mailer, live } = resources;
  const task = (run: Task["run"]): Task => ({ run, leaseMs: mailer.longestMs + JOB_OVERHEAD_MS });
  return startJobs({
    databaseUrl: directUrlOf(config),
    log,
    concurrency: config.MAIL_CONCURRENCY,
    tasks: {
      [SEND_MAIL_TASK]: task((payload) => sendMessage(resources, readId(payload, "messageId"))),
      [PREPARE_RESET_TASK]: task((payload) =>
        prepareReset(resources, readId(payload, "requestId")),
      ),
      [FORGET_TRACES_TASK]: task((payload) =>
        forgetRemainingTraces(mailPool, readId(payload, "accountId")),
      ),
      [FORGET_NOTICES_TASK]: task((payload) =>
        live.forget({
          accountId: readId(payload, "accountId"),
          addressPseudonym: readId(payload, "addressPseudonym"),
        }),
      ),
      [CLEAN_UP_TASK]: { run: () => cleanUp(resources), leaseMs: CLEAN_UP_LEASE_MS },
    },
    schedule: { [CLEAN_UP_TASK]: HOURLY },
  });
}

/** Starts telling the product what happened, apart from mail: an endpoint that hangs takes none of its places. */
async function startEventJobs(resources: Resources): Promise<Jobs | null> {
  const { config, log, endpoint } = resources;
  if (!endpoint) return null;
  return startJobs({
    databaseUrl: directUrlOf(config),
    log,
    concurrency: EVENT_CONCURRENCY,
    tasks: {
      [DELIVER_EVENT_TASK]: {
        run: (payload) => deliverEvent({ ...resources, endpoint }, readId(payload, "eventId")),
        leaseMs: endpoint.longestMs + JOB_OVERHEAD_MS,
      },
    },
    schedule: {},
  });
}

function readId(
  payload: unknown,
  name: "messageId" | "requestId" | "eventId" | "accountId" | "addressPseudonym",
): string {
  const id = new Map(Object.entries(payload ?? {})).get(name);
  if (typeof id === "string") return id;
  throw new Error(`a job without its ${name}`);
}

async function serve(options: ServeOptions): Promise<RunningServer> {
  if ("bun" in process.versions) return (await import("./serve-bun.ts")).serveOnBun(options);
  return (await import("./serve-node.ts")).serveOnNode(options);
}

// A request or job that never ends must not keep the process; what it did is safe to repeat.
function giveUpAfter(ms: number, log: Logger): void {
  setTimeout(() => {
    log.error("not all work ended in time");
    process.exit(1);
  }, ms).unref();
}
