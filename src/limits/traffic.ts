import { storeAway } from "../domain/failure.ts";
import type { Logger } from "../log.ts";
import type { Redis } from "../redis/connection.ts";
import { createBatchWriter } from "./batch-writer.ts";
import type { PolicyName } from "./policies.ts";

export const TRAFFIC_RESULTS = ["allowed", "refused", "would_refuse", "candidate_refused"] as const;
export type TrafficResult = (typeof TRAFFIC_RESULTS)[number];

export type TrafficSeries = { limit: PolicyName } & Record<TrafficResult, number[]>;

/** How often each policy said what, over the last minutes and all instances. */
export type Traffic = {
  count(policy: PolicyName, result: TrafficResult): void;
  /** One number a step, oldest first; the last step still grows. Throws UnavailableError when Redis does not answer. */
  read(policies: readonly PolicyName[]): Promise<{ fromMs: number; series: TrafficSeries[] }>;
  close(): Promise<void>;
};

export const TRAFFIC_STEP_SECONDS = 10;
export const TRAFFIC_STEPS = 90;
const FLUSH_INTERVAL_MS = 1000;
const STEP_MS = TRAFFIC_STEP_SECONDS * 1000;
const LIFE_SECONDS = TRAFFIC_STEP_SECONDS * (TRAFFIC_STEPS + 6);

/** Adds up in memory and writes once a second, so that a request pays nothing for it. */
export function createTraffic({
  redis,
  log,
  service,
}: {
  redis: Redis;
  log: Logger;
  service: string;
}): Traffic {
  const writeBatch = createBatchWriter(log, "traffic counts");
  let counts = new Map<string, number>();
  const keyOf = (step: number): string => `traffic:{${service}}:${step}`;

  const flush = async (): Promise<void> => {
    if (counts.size === 0) return;
    const batch = counts;
    counts = new Map();
    const key = keyOf(Math.floor(Date.now() / STEP_MS));
    const pipeline = redis.pipeline();
    for (const [field, count] of batch) pipeline.hincrby(key, field, count);
    pipeline.expire(key, LIFE_SECONDS);
    await writeBatch(pipeline);
  };
  const timer = setInterval(() => void flush(), FLUSH_INTERVAL_MS);
  timer.unref();

  return {
    count(policy, result) {
      const field = `${policy} ${result}`;
      counts.set(field, (counts.get(field) ?? 0) + 1);
    },
    async read(policies) {
      const first = Math.floor(Date.now() / STEP_MS) - TRAFFIC_STEPS + 1;
      const steps = Array.from({ length: TRAFFIC_STEPS }, (_, i) => first + i);
      const counted = await Promise.all(steps.map((step) => redis.hgetall(keyOf(step)))).catch(
        (error: unknown) => {
          throw storeAway(error);
        },
      );
      const numbers = (policy: PolicyName, result: TrafficResult): number[] =>
        counted.map((fields) => Number(fields[`${policy} ${result}`] ?? 0));
      const series = policies.map((policy) => ({
        limit: policy,
        allowed: numbers(policy, "allowed"),
        refused: numbers(policy, "refused"),
        would_refuse: numbers(policy, "would_refuse"),
        candidate_refused: numbers(policy, "candidate_refused"),
      }));
      return { fromMs: first * STEP_MS, series };
    },
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}
