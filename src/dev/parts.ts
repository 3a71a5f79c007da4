import { join } from "node:path";
import type { Child, DevLock } from "./dev-lock.ts";
import { startPostgres } from "./embedded-postgres.ts";
import { startRedis } from "./embedded-redis.ts";
import { type Environment, startNode } from "./node-process.ts";
import { reloadOnChange } from "./reload.ts";
import type { ServerProcess } from "./server-process.ts";

/** One run of `just dev`. */
export type Run = {
  lock: DevLock;
  dataDir: string;
  /** Aborted when the run has to end. */
  signal: AbortSignal;
  /** What runs, in the order of its start. */
  started: Pick<ServerProcess, "stop">[];
};

type Store = ServerProcess & { url: string };

/** Starts the stores that the environment does not name, both at once, and returns their addresses. */
export async function startStores(
  run: Run,
  { DATABASE_URL, REDIS_URL }: Environment,
): Promise<{ DATABASE_URL: string; REDIS_URL: string }> {
  const failed = new AbortController();
  const signal = AbortSignal.any([run.signal, failed.signal]);
  const startIf = async (
    given: string | undefined,
    child: Omit<Child, "pid">,
    start: () => Promise<Store>,
  ): Promise<string> => {
    if (given !== undefined) return given;
    try {
      const server = await start();
      run.started.push(server);
      run.lock.record({ ...child, pid: server.pid });
      return server.url;
    } catch (error) {
      failed.abort(error);
      return "";
    }
  };
  const folder = join(run.dataDir, "postgres");
  const [databaseUrl, redisUrl] = await Promise.all([
    startIf(DATABASE_URL, { name: "postgres", sign: folder, signal: "SIGINT" }, () =>
      startPostgres({ dataDir: folder, signal }),
    ),
    startIf(REDIS_URL, { name: "redis", sign: "-server 127.0.0.1:", signal: "SIGTERM" }, () =>
      startRedis({ signal }),
    ),
  ]);
  // Only now, when neither is on its way any more.
  signal.throwIfAborted();
  return { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl };
}

/** Starts the e-mail mock, and again when it changes. It reports bounces to the service. */
export async function startMailMock(
  run: Run,
  { EMAIL_API_WEBHOOK_SECRET: secret = "", ...environment }: Environment,
  serviceUrl: string,
): Promise<void> {
  const webhook = { WEBHOOK_URL: `${serviceUrl}/webhooks/email/http`, WEBHOOK_SECRET: secret };
  const start = (): Promise<ServerProcess> =>
    startNode(run.lock, {
      name: "email-mock",
      script: "email-mock/main.ts",
      // The service's own WEBHOOK_URL, if there is one, is the product's.
      environment: { ...environment, WEBHOOK_URL: undefined, ...(secret === "" ? {} : webhook) },
      ready: /listening on/,
      signal: run.signal,
    });
  run.started.push(reloadOnChange(["email-mock"], await start(), start));
}
