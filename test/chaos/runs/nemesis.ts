import {
  type Disturbance,
  commandRedis,
  disturbMail,
  disturbNetwork,
  freezeInstance,
  freezePostgres,
  freezeRedis,
  killInstance,
  killRedis,
  stopPostgres,
} from "../faults.ts";
import { type Run, disturbOneByOne } from "./run.ts";

const SECONDS = 1000;

const ALL: readonly Disturbance[] = [
  killInstance,
  freezeInstance(3 * SECONDS),
  killRedis(SECONDS),
  freezeRedis(3 * SECONDS),
  commandRedis("flushed", [["FLUSHALL"]], 0),
  commandRedis("scripts flushed", [["SCRIPT", "FLUSH"]], 0),
  stopPostgres("fast", 2 * SECONDS),
  stopPostgres("immediate", SECONDS),
  freezePostgres(3 * SECONDS),
  disturbNetwork("postgres", { kind: "drop-reply", every: 30 }, 4 * SECONDS),
  disturbNetwork("redis", { kind: "drop-reply", every: 30 }, 4 * SECONDS),
  disturbNetwork("redis", { kind: "half-open" }, 3 * SECONDS),
  disturbNetwork("postgres", { kind: "delay", ms: 100 }, 4 * SECONDS),
  disturbNetwork("mail", { kind: "blackhole" }, 4 * SECONDS),
  disturbMail("fails", { error: { rate: 0.5 }, drop_reply: { rate: 0.2 } }, 5 * SECONDS),
];

/** F22: one thing after the other, whatever chance says. */
export const nemesis: Run = {
  title: "F22 faults by chance",
  async drive(world, tier) {
    const count = tier === "full" ? 25 : 4;
    const chosen = Array.from({ length: count }, () => world.random.pick(ALL));
    await disturbOneByOne(world, tier, chosen, { guessers: 0.1 });
  },
};
