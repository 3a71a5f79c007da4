import {
  type Disturbance,
  commandRedis,
  disturbNetwork,
  disturbance,
  freezeRedis,
  killRedis,
  restartRedis,
} from "../faults.ts";
import { expectFew, expectInTime, expectRefusals } from "../expectations.ts";
import { type Run, disturbOneByOne, times } from "./run.ts";

const MANY_GUESSERS = { guessers: 0.2 };
/** Long enough for somebody to ask meanwhile, also when few are there. */
const AWAY_MS = { short: 2000, full: 700 };

export const redisKilled: Run = {
  title: "F4 Redis killed, and empty afterwards",
  isInTests: true,
  async drive(world, tier) {
    const kills = times(tier === "full" ? 5 : 1, killRedis(AWAY_MS[tier]));
    await disturbOneByOne(world, tier, kills, MANY_GUESSERS);
    expectRefusals(world, "Redis: kill -9");
  },
};

export const redisRestarted: Run = {
  title: "F4 Redis shut down, and back with all it kept",
  options: { redisKeeps: true },
  async drive(world, tier) {
    const restarts = times(tier === "full" ? 5 : 1, restartRedis(AWAY_MS[tier]));
    await disturbOneByOne(world, tier, restarts, MANY_GUESSERS);
    expectRefusals(world, "Redis: shut down");
  },
};

/** F5: each is told within the time of a command, and nobody rushes at it when it is back. */
export const redisFrozen: Run = {
  title: "F5 Redis frozen, then slow",
  async drive(world, tier) {
    const connectsBefore = world.proxies.redis.connects();
    const full = tier === "full";
    await disturbOneByOne(world, tier, [
      ...times(full ? 5 : 1, freezeRedis(full ? 10_000 : 2000)),
      disturbNetwork("redis", { kind: "delay", ms: 200 }, full ? 10_000 : 2000),
    ]);
    const connects = world.proxies.redis.connects() - connectsBefore;
    world.print(`${connects} connections to Redis were asked for meanwhile`);
    expectRefusals(world, "Redis: frozen");
    if (full) expectInTime(world, "Redis: frozen", { p99Ms: 600 });
    expectFew(world, "connections to Redis", connects, 100);
  },
};

const FULL = [["CONFIG", "SET", "maxmemory", "1mb"]];
const ROOMY = [["CONFIG", "SET", "maxmemory", "0"]];
const LOCKED = [
  ["CONFIG", "SET", "requirepass", "another"],
  ["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"],
];
const lock = (ms: number): Disturbance =>
  disturbance("Redis: locked", {
    begin: (world) => world.askRedis(LOCKED),
    ms,
    end: (world) =>
      world.askRedis(
        [["CONFIG", "SET", "requirepass", ""]],
        world.redis.url.replace("//", "//:another@"),
      ),
  });
const BUSY =
  "local t = redis.call('TIME') local n repeat n = redis.call('TIME') until n[1] - t[1] > 3";

/** F7: it has no room, is busy, forgets its scripts, wants a password, or is read-only for a while. */
export const redisRefuses: Run = {
  title: "F7 Redis full, busy, without scripts, locked, read-only",
  async drive(world, tier) {
    const ms = tier === "full" ? 5000 : 1500;
    const all: Disturbance[] = [
      commandRedis("full", FULL, ms, ROOMY),
      commandRedis("busy", [["EVAL", BUSY, "0"]], 0),
      commandRedis("scripts flushed", [["SCRIPT", "FLUSH"]], 0),
      lock(ms),
      commandRedis("read-only", [["REPLICAOF", "127.0.0.1", "1"]], ms, [
        ["REPLICAOF", "NO", "ONE"],
      ]),
    ];
    await disturbOneByOne(world, tier, tier === "full" ? [...all, ...all] : all, MANY_GUESSERS);
    for (const label of ["full", "busy", "locked", "read-only"])
      expectRefusals(world, `Redis: ${label}`);
  },
};
