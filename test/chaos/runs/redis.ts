import { busyScript } from "../../support/busy-script.ts";
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

/** F5: each is told within the time of a command, and nobody rushes at it, meanwhile or when it is back. */
export const redisFrozen: Run = {
  title: "F5 Redis frozen, then slow",
  async drive(world, tier) {
    const [ms, count] = tier === "full" ? [10_000, 5] : [2000, 1];
    const clients = String(await world.redis.ask("INFO", "clients"));
    const held = Number(/connected_clients:(\d+)/.exec(clients)?.[1]);
    const connects = (): number => world.proxies.redis.connects();
    const rushes: { meanwhile: number; afterwards: number }[] = [];
    const freeze: Disturbance = async (each) => {
      const before = connects();
      let whenBack = before;
      await freezeRedis(ms, () => {
        whenBack = connects();
      })(each);
      rushes.push({ meanwhile: whenBack - before, afterwards: connects() - whenBack });
    };
    await disturbOneByOne(world, tier, [
      ...times(count, freeze),
      disturbNetwork("redis", { kind: "delay", ms: 200 }, ms),
    ]);
    const most = (when: "meanwhile" | "afterwards"): number =>
      Math.max(...rushes.map((rush) => rush[when]));
    world.print(
      `of ${held} connections to Redis at most ${most("meanwhile")} were asked for anew within ${ms / 1000} s, and ${most("afterwards")} once it was back`,
    );
    expectRefusals(world, "Redis: frozen");
    if (tier === "full") expectInTime(world, "Redis: frozen", { p99Ms: 600 });
    // Each gives up after a second, and then tries again.
    expectFew(world, "connections while frozen", most("meanwhile"), (held * ms) / 1000);
    expectFew(world, "connections at once", most("afterwards"), 2 * held);
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
const BUSY_SECONDS = 4;

/** F7: it has no room, is busy, forgets its scripts, wants a password, or is read-only for a while. */
export const redisRefuses: Run = {
  title: "F7 Redis full, busy, without scripts, locked, read-only",
  async drive(world, tier) {
    const ms = tier === "full" ? 5000 : 1500;
    const all: Disturbance[] = [
      commandRedis("full", FULL, ms, ROOMY),
      commandRedis("busy", [["EVAL", busyScript(BUSY_SECONDS), "0"]], 0),
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
