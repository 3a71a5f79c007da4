import { pingRedis } from "../../redis/connection.ts";
import type { Resources } from "../../resources.ts";

type Part = "ok" | "down";
export type Readiness = {
  status: "ok" | "down" | "draining";
  checks: { postgres: Part; redis: Part | "evicts"; clock: "ok" | "off" };
};

const CHECK_TIMEOUT_MS = 1000;

/**
 * Asks each store for a sign of life, each within its own deadline, Postgres for the time and Redis whether it evicts. Never
 * throws.
 */
export async function checkReadiness({
  clock,
  redis,
  eviction,
  draining,
}: Pick<Resources, "clock" | "redis" | "eviction"> & {
  draining: AbortSignal;
}): Promise<Readiness> {
  const [postgres, redisAnswer] = await Promise.all([
    answersInTime(clock.look()),
    answersInTime(pingRedis(redis)),
    answersInTime(eviction.look()),
  ]);
  const redisPart = redisAnswer === "ok" && eviction.isRefused() ? "evicts" : redisAnswer;
  const clockPart = clock.isOff() ? "off" : "ok";
  const isReady = postgres === "ok" && redisPart === "ok" && clockPart === "ok";
  return {
    status: draining.aborted ? "draining" : isReady ? "ok" : "down",
    checks: { postgres, redis: redisPart, clock: clockPart },
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
