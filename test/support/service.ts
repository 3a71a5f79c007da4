import { randomUUID } from "node:crypto";
import { inject } from "vitest";
import { type AppResources, createApps } from "../../src/app.ts";
import { loadConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { registerGauges } from "../../src/gauges.ts";
import { sizeOfFields } from "../../src/http/guards.ts";
import { openResources } from "../../src/resources.ts";
import { startAllJobs } from "../../src/service.ts";
import { createDatabase } from "./database.ts";
import { type EmailApi, interceptEmailApi } from "./email-api.ts";
import { randomAddress } from "./random-address.ts";
import { giveTime } from "./patience.ts";

/** The operators' password of every service under test. */
export const OPS_PASSWORD = `ops-${randomUUID()}`;

export type TestService = {
  resources: AppResources;
  email: EmailApi;
  /** Everything logged so far, one JSON object a line. */
  logLines: string[];
  /** A request by a client with an address of its own, unless one is given. */
  request(path: string, init?: RequestInit & { from?: string }): Promise<Response>;
  [Symbol.asyncDispose](): Promise<void>;
};

const PATIENCE_MS = 5000;

/** The whole service in this process on real stores, with its own database; only the e-mail API is intercepted. */
export async function startService(environment: Record<string, string> = {}): Promise<TestService> {
  const email = interceptEmailApi();
  const config = loadConfig({
    NODE_ENV: "test",
    DATABASE_URL: await createDatabase(),
    REDIS_URL: inject("redisUrl"),
    SECRET_KEY: randomUUID() + randomUUID(),
    EMAIL_API_URL: email.url,
    // Cheap hashes: what they cost is the benchmark's business.
    HASH_MEMORY_KIB: "64",
    HASH_PASSES: "1",
    HASH_WAIT_MAX_MS: "10000",
    LOG_LEVEL: "trace",
    // Hundreds of requests at once, in one process with their clients, must not wait for a connection.
    DATABASE_POOL_MAX: "30",
    OPS_PASSWORD,
    ...environment,
  });
  const logLines: string[] = [];
  const opened = await openResources(
    config,
    createLog(config.LOG_LEVEL, { write: (line) => void logLines.push(line) }),
  );
  // A crowded machine is no fault that these tests are about.
  giveTime(opened.redis, PATIENCE_MS);
  opened.pool.options.connectionTimeoutMillis = PATIENCE_MS;
  const resources = { ...opened, draining: new AbortController().signal };
  registerGauges(resources);
  const { app } = createApps(resources);
  const jobs = await startAllJobs(resources);
  return {
    resources,
    email,
    logLines,
    request: async (path, { from = randomAddress(), ...init } = {}) =>
      app.request(path, init, {
        peerAddress: from,
        hostCount: 1,
        headerBytes: sizeOfFields(new Headers(init.headers)),
      }),
    async [Symbol.asyncDispose]() {
      await jobs.stop();
      await opened[Symbol.asyncDispose]();
    },
  };
}
