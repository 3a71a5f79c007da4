import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createApps } from "../../src/app.ts";
import { loadConfig } from "../../src/config.ts";
import type { Hasher } from "../../src/hashing/hasher.ts";
import { createLog } from "../../src/log.ts";
import { openResources } from "../../src/resources.ts";
import { migrateAll } from "../../src/service.ts";
import { median, startStack, timed } from "./stack.ts";

const QUEUE = 50;
const SECONDS = 5;

type Load = { hashes: number; stop(): Promise<void> };

/**
 * Keeps 50 hashes queued and prints, for each back end: hashes a second, the event loop's delay, and what a
 * registration and a request without a hash take meanwhile.
 */
export async function benchHash(): Promise<void> {
  await using stack = await startStack();
  console.log(`${QUEUE} hashes kept queued for ${SECONDS} s on ${availableParallelism()} cores\n`);
  console.log(
    "back end   hashes/s   loop delay p50   p99      max      POST /users   GET /health/live",
  );
  for (const backEnd of ["native", "wasm"] as const) {
    const row = await measure(backEnd, stack.postgresUrl, stack.redisUrl);
    console.log(row);
  }
}

async function measure(
  backEnd: "native" | "wasm",
  databaseUrl: string,
  redisUrl: string,
): Promise<string> {
  const config = loadConfig({
    NODE_ENV: "test",
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    EMAIL_API_URL: "http://127.0.0.1:1",
    HASH_BACKEND: backEnd,
    HASH_WAIT_MAX_MS: "60000",
    LIMITS: "off",
  });
  const log = createLog("silent");
  await migrateAll(config, log);
  await using resources = await openResources(config, log);
  const { app } = createApps({ ...resources, draining: new AbortController().signal });
  const bindings = { peerAddress: "198.18.0.1", hostCount: 1, headerBytes: 0 };
  const register = (): Promise<unknown> =>
    Promise.resolve(
      app.request(
        "/users",
        {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ email: `${randomUUID()}@example.com`, password: randomUUID() }),
        },
        bindings,
      ),
    );
  const probe = (): Promise<unknown> => Promise.resolve(app.request("/health/live", {}, bindings));

  await register();
  const load = keepQueued(resources.hasher);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const registrations: number[] = [];
  const probes: number[] = [];
  const startedAt = performance.now();
  while (performance.now() - startedAt < SECONDS * 1000)
    await Promise.all([timed(register, registrations), timed(probe, probes)]);
  delay.disable();
  const seconds = (performance.now() - startedAt) / 1000;
  const { hashes } = load;
  await load.stop();
  const ms = (nanoseconds: number): string => `${(nanoseconds / 1e6).toFixed(1)} ms`.padEnd(8);
  return [
    backEnd.padEnd(10),
    (hashes / seconds).toFixed(1).padEnd(10),
    ms(delay.percentile(50)).padEnd(16),
    ms(delay.percentile(99)),
    ms(delay.max),
    `${median(registrations).toFixed(0)} ms`.padEnd(13),
    `${median(probes).toFixed(2)} ms`,
  ].join(" ");
}

function keepQueued(hasher: Hasher): Load {
  const over = new AbortController();
  const load: Load = { hashes: 0, stop: async () => {} };
  const worker = async (): Promise<void> => {
    while (!over.signal.aborted) {
      await hasher.hash("correct horse battery");
      load.hashes++;
    }
  };
  const workers = Array.from({ length: QUEUE }, worker);
  load.stop = async () => {
    over.abort();
    await Promise.all(workers);
  };
  return load;
}
