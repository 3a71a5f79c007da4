import { pingRedis } from "../../redis/connection.ts";
import type { Resources } from "../../resources.ts";

type Part = "ok" | "down";
export type Readiness = {
  status: "ok" | "down" | "draining";
  checks: { postgres: Part; redis: Part; clock: "ok" | "off" };
};

const CHECK_TIMEOUT_MS = 1000;

/** Asks each store for a sign of life, each within its own deadline, and Postgres for the time. Never throws. */
export async function checkReadiness({
  clock,
  redis,
  draining,
}: Pick<Resources, "clock" | "redis"> & { draining: AbortSignal }): Promise<Readiness> {
  const [postgres, redisPart] = await Promise.all([
    answersInTime(clock.look()),
    answersInTime(pingRedis(redis)),
  ]);
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
