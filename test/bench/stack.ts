import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "../../src/dev/embedded-postgres.ts";
import { startRedis } from "../../src/dev/embedded-redis.ts";

/** A real Postgres and a real Redis for one bench. */
export async function startStack(): Promise<
  AsyncDisposable & { postgresUrl: string; redisUrl: string }
> {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-bench-"));
  const postgres = await startPostgres({ dataDir: join(folder, "postgres") });
  const redis = await startRedis();
  return {
    postgresUrl: postgres.url,
    redisUrl: redis.url,
    async [Symbol.asyncDispose]() {
      await Promise.all([postgres.stop(), redis.stop()]);
      await rm(folder, { recursive: true });
    },
  };
}

export async function timed(work: () => Promise<unknown>, into: number[]): Promise<void> {
  const startedAt = performance.now();
  await work();
  into.push(performance.now() - startedAt);
}

export const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
