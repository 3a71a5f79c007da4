import { randomBytes } from "node:crypto";
import { SLIDING_WINDOW } from "../../src/limits/windows.ts";
import type { Redis } from "../../src/redis/connection.ts";

const NAME = `limit-test:clock:${randomBytes(6).toString("hex")}`;
/** One for each third of a cluster's slots: a script reads only what is on its node. */
const KEYS = ["b", "c", "a"].map((tag) => `${NAME}:{${tag}}`);
const READ = `(function()
  for _, key in ipairs({ ${KEYS.map((key) => `"${key}"`).join(", ")} }) do
    local now = redis.pcall("GET", key)
    if type(now) == "string" then return tonumber(now) end
  end
end)()`;

/** The windows' script with its one look at the clock replaced: everything else is what production runs. */
export const DRIVEN_WINDOW = SLIDING_WINDOW.replace(
  "clock[1] * 1000 + math.floor(clock[2] / 1000)",
  READ,
);

/** What time that script takes it to be. */
export async function setClock(redis: Redis, nowMs: number): Promise<void> {
  await Promise.all(KEYS.map((key) => redis.set(key, nowMs, "EX", 600)));
}

export async function forgetClock(redis: Redis): Promise<void> {
  await Promise.all(KEYS.map((key) => redis.del(key)));
}
