import { randomUUID } from "node:crypto";
import { type Haproxy, startHaproxy } from "./haproxy.ts";
import { findOwnPort } from "./own-redis.ts";
import {
  type MailMock,
  type RunningProcess,
  type Runtime,
  startMailMock,
  startServiceProcess,
} from "./processes.ts";

/** Two instances of one service behind HAProxy, with a mail API that keeps what they send. */
export type Fleet = AsyncDisposable & {
  /** HAProxy's. */
  url: string;
  haproxy: Haproxy;
  mock: MailMock;
  /** The processes that run now: 0 and 1. */
  instances: RunningProcess[];
  /** Ends an instance with SIGTERM, and starts it again on its port; resolves when HAProxy sends requests there. Returns its exit code. */
  restart(instance: number): Promise<number | NodeJS.Signals>;
  /** As restart(), but kills it as a power cut would, and it stays away. */
  kill(instance: number): Promise<void>;
};

type Options = {
  runtime: Runtime;
  databaseUrl: string;
  redisUrl: string;
  environment?: Record<string, string>;
  /** Makes another configuration of HAProxy's. */
  changeHaproxy?: (config: string) => string;
};

export async function startFleet(options: Options): Promise<Fleet> {
  const { runtime, databaseUrl, redisUrl, environment = {}, changeHaproxy } = options;
  await using opening = new AsyncDisposableStack();
  const mock = opening.use(await startMailMock());
  const ports = [await findOwnPort(), await findOwnPort()] as const;
  const haproxy = opening.use(await startHaproxy(ports, changeHaproxy));
  const shared = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    SECRET_KEY: randomUUID() + randomUUID(),
    EMAIL_API_URL: mock.url,
    // One service: what an instance signs for an address, the other believes for the same.
    PUBLIC_URL: haproxy.url,
    TRUSTED_PROXIES: "1",
    // Dozens of clients at once must not wait for a connection.
    DATABASE_POOL_MAX: "30",
    // As by default: HAProxy has time to look.
    SHUTDOWN_DRAIN_MS: "1500",
    ...environment,
  };
  const instances: RunningProcess[] = [];
  opening.defer(async () => {
    for (const instance of instances) await instance[Symbol.asyncDispose]();
  });
  const start = async (instance: number): Promise<void> => {
    const PORT = String(ports[instance]);
    instances[instance] = await startServiceProcess(runtime, { ...shared, PORT });
    await haproxy.sees(instance, "UP");
  };
  await Promise.all([start(0), start(1)]);
  const running = (instance: number): RunningProcess => {
    const found = instances[instance];
    if (!found) throw new Error(`there is no instance ${instance}`);
    return found;
  };
  const opened = opening.move();
  return {
    url: haproxy.url,
    haproxy,
    mock,
    instances,
    async restart(instance) {
      running(instance).kill("SIGTERM");
      const code = await running(instance).exited;
      await haproxy.sees(instance, "DOWN");
      await start(instance);
      return code;
    },
    async kill(instance) {
      running(instance).kill("SIGKILL");
      await running(instance).exited;
      await haproxy.sees(instance, "DOWN");
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
