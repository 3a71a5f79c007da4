import { pingRedis } from "../../redis/connection.ts";
import type { Resources } from "../../resources.ts";

type Part = "ok" | "down";
export type Readiness = {
  status: "ok" | "down" | "draining";
  checks: { postgres: Part; redis: Part };
};

const CHECK_TIMEOUT_MS = 1000;

/** Asks each store for a sign of life, each within its own deadline. Never throws. */
export async function checkReadiness({
  pool,
  redis,
  draining,
}: Pick<Resources, "pool" | "redis"> & { draining: AbortSignal }): Promise<Readiness> {
  const [postgres, redisPart] = await Promise.all([
    answersInTime(pool.query("select 1")),
    answersInTime(pingRedis(redis)),
  ]);
  const areUp = postgres === "ok" && redisPart === "ok";
  return {
    status: draining.aborted ? "draining" : areUp ? "ok" : "down",
    checks: { postgres, redis: redisPart },
  };
}

async function answersInTime(work: Promise<unknown>): Promise<Part> {
  const { promise: late, resolve } = Promise.withResolvers<Part>();
  const timer = setTimeout(resolve, CHECK_TIMEOUT_MS, "down");
  const answer = work.then(
    (): Part => "ok",
    (): Part => "down",
  );
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
