import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { Pool } from "pg";
import { type Runtime, startMailMock } from "../support/processes.ts";
import { type Subject, startStack, startSubject } from "./stack.ts";

/** The service with all that it needs, each a process of its own; all defaults are on. */
export type ServiceStack = AsyncDisposable & {
  service: Subject;
  /** What the service was started with. */
  environment: Record<string, string>;
  pool: Pool;
  /** Starts one more instance of it, or another script with the same settings. */
  start(script?: string, options?: StartOptions): Promise<Subject>;
  /** Resolves when no mail waits for anything. */
  untilMailed(): Promise<void>;
};

export type StartOptions = {
  environment?: Record<string, string>;
  /** Of the runtime. */
  flags?: readonly string[];
};

const POLL_MS = 10;

/** What a service is given to work with. */
export type Surroundings = { postgresUrl: string; redisUrl: string; mailsUrl: string };

export async function startServiceStack(
  runtime: Runtime,
  options: StartOptions = {},
): Promise<ServiceStack> {
  await using opening = new AsyncDisposableStack();
  const stack = opening.use(await startStack());
  const mails = opening.use(await startMailMock());
  const service = opening.use(
    await startServiceOn({ ...stack, mailsUrl: mails.url }, runtime, options),
  );
  const opened = opening.move();
  return { ...service, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

/** The same on what runs already. */
export async function startServiceOn(
  { postgresUrl, redisUrl, mailsUrl }: Surroundings,
  runtime: Runtime,
  { environment: more = {}, flags = [] }: StartOptions = {},
): Promise<ServiceStack> {
  await using opening = new AsyncDisposableStack();
  const environment = {
    NODE_ENV: "test",
    PORT: "0",
    PUBLIC_URL: "https://id.shop.test",
    // So that each request can be another client's.
    TRUSTED_PROXIES: "1",
    DATABASE_URL: postgresUrl,
    REDIS_URL: redisUrl,
    EMAIL_API_URL: mailsUrl,
    EMAIL_API_KEY: "email-mock-key",
    SECRET_KEY: randomUUID() + randomUUID(),
    ...more,
  };
  const start: ServiceStack["start"] = async (script = "src/main.ts", options = {}) =>
    opened.use(
      await startSubject(
        runtime,
        script,
        { ...environment, ...options.environment },
        options.flags,
      ),
    );
  const pool = opening.adopt(new Pool({ connectionString: postgresUrl }), (each) => each.end());
  const service = opening.use(await startSubject(runtime, "src/main.ts", environment, flags));
  const opened = opening.move();
  return {
    service,
    environment,
    pool,
    start,
    async untilMailed() {
      for (;;) {
        const queued = "select exists (select from mail_messages where state = 'queued') as is_any";
        const { rows } = await pool.query<{ is_any: boolean }>(queued);
        if (rows[0]?.is_any !== true) return;
        await delay(POLL_MS);
      }
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
