import { vi } from "vitest";
import { startOwnRedis } from "./own-redis.ts";
import { query } from "./query.ts";
import { startCountingProxy } from "./round-trips.ts";
import { type TestService, startService } from "./service.ts";

/** So many requests are averaged; one more before them teaches Redis the scripts. */
export const REQUESTS = 40;

export type StoreTrips = {
  /** Round trips to Redis, and commands. */
  trips: number;
  commands: number;
  /** Statements of Postgres, each of its own; and connections that were borrowed for those or for several. */
  statements: number;
  borrowed: number;
};

/** Runs requests one after the other and returns what each asks the stores for while it waits, on average. */
export async function countStoreTrips(
  environment: Record<string, string>,
  prepare: (service: TestService) => Promise<() => Promise<unknown>>,
): Promise<StoreTrips> {
  // Of its own: a Redis whose scripts another test flushes answers some requests a second time.
  await using redis = await startOwnRedis();
  await using proxy = await startCountingProxy(redis.url);
  await using service = await startService({
    REDIS_URL: proxy.url,
    // What is written beside the requests would be counted with them.
    JOURNAL_MAX: "0",
    ...environment,
  });
  const { resources } = service;
  vi.spyOn(resources.traffic, "count").mockReturnValue();
  // They are read again each second, and so are notices.
  resources.policies.close();
  resources.live.close();
  const request = await prepare(service);
  // The job of a mail that was sent meanwhile goes on for a moment.
  const queued = "select 1 from mail_messages where state = 'queued'";
  await vi.waitUntil(async () => (await query(service, queued)).length === 0, { timeout: 15_000 });
  await request();
  const commands = vi.spyOn(resources.redis, "sendCommand");
  const statements = vi.spyOn(resources.pool, "query");
  const borrowed = vi.spyOn(resources.pool, "connect");
  proxy.reset();
  for (let i = 0; i < REQUESTS; i++) await request();
  return {
    trips: proxy.roundTrips() / REQUESTS,
    commands: commands.mock.calls.length / REQUESTS,
    statements: statements.mock.calls.length / REQUESTS,
    borrowed: borrowed.mock.calls.length / REQUESTS,
  };
}
