import { randomBytes } from "node:crypto";
import { SLIDING_WINDOW } from "../../src/limits/windows.ts";
import type { Redis } from "../../src/redis/connection.ts";

const KEY = `limit-test:clock:${randomBytes(6).toString("hex")}`;

/** The windows' script with its one look at the clock replaced: everything else is what production runs. */
export const DRIVEN_WINDOW = SLIDING_WINDOW.replace(
  "clock[1] * 1000 + math.floor(clock[2] / 1000)",
  `tonumber(redis.call("GET", "${KEY}"))`,
);

/** What time that script takes it to be. */
export async function setClock(redis: Redis, nowMs: number): Promise<void> {
  await redis.set(KEY, nowMs, "EX", 600);
}

export async function forgetClock(redis: Redis): Promise<void> {
  await redis.del(KEY);
}
