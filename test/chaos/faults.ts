import { setTimeout as delay } from "node:timers/promises";
import { untilReady } from "./rest.ts";
import type { World } from "./world.ts";

/** Does something to a world, and undoes it. */
export type Disturbance = (world: World) => Promise<void>;

type Steps = {
  begin(world: World): unknown;
  /** How long it lasts. */
  ms: number;
  end(world: World): unknown;
};

/** Something that begins, lasts and ends; the timeline has it, and how long it took until all was well again. */
export const disturbance =
  (label: string, { begin, ms, end }: Steps): Disturbance =>
  async (world) => {
    const isOver = world.timeline.fault(label);
    await begin(world);
    await delay(ms);
    await end(world);
    isOver();
    world.timeline.recovery("ready", await untilReady(world));
  };

const nothing = (): void => {};

/** kill -9 of an instance; its supervisor starts it again. */
export const killInstance: Disturbance = (world) => {
  const instance = world.random.pick(world.instances);
  return disturbance("kill -9", {
    begin: () => instance.kill("SIGKILL"),
    ms: 0,
    end: () => instance.replaced(),
  })(world);
};

/** An instance that stands still for so long, and goes on. */
export const freezeInstance = (ms: number): Disturbance =>
  disturbance(`an instance frozen for ${ms / 1000} s`, {
    begin: ({ instances }) => instances[0]?.kill("SIGSTOP"),
    ms,
    end: ({ instances }) => instances[0]?.kill("SIGCONT"),
  });

/** Redis is killed and comes back empty. */
export const killRedis = (ms: number): Disturbance =>
  disturbance("Redis: kill -9", {
    begin: ({ redis }) => redis.kill(),
    ms,
    end: ({ redis }) => redis.restart(),
  });

/** Redis is shut down, and comes back with what it kept. */
export const restartRedis = (ms: number): Disturbance =>
  disturbance("Redis: shut down", {
    begin: ({ redis }) => redis.shutDown(),
    ms,
    end: ({ redis }) => redis.restart(),
  });

/** Tells whoever wants to know when it is about to go on. */
export const freezeRedis = (ms: number, beforeEnd = nothing): Disturbance =>
  disturbance("Redis: frozen", {
    begin: ({ redis }) => redis.signal("SIGSTOP"),
    ms,
    end({ redis }) {
      beforeEnd();
      redis.signal("SIGCONT");
    },
  });

/** Postgres is stopped as its operator would, or as a power cut would. */
export const stopPostgres = (how: "fast" | "immediate", ms: number): Disturbance =>
  disturbance(how === "fast" ? "Postgres: stopped" : "Postgres: cut off", {
    begin: ({ postgres }) => postgres.stop(how),
    ms,
    end: ({ postgres }) => postgres.start(),
  });

export const freezePostgres = (ms: number): Disturbance =>
  disturbance("Postgres: frozen", {
    begin: ({ postgres }) => postgres.freeze(),
    ms,
    end: ({ postgres }) => postgres.wake(),
  });

/** What is between the service and a store, or the provider, is slow, holds all back, or cuts all. */
export const disturbNetwork = (
  which: keyof World["proxies"],
  fault: Parameters<World["proxies"]["redis"]["set"]>[0],
  ms: number,
): Disturbance =>
  disturbance(`network to ${which}: ${fault.kind}`, {
    begin: ({ proxies }) => proxies[which].set(fault),
    ms,
    end: ({ proxies }) => proxies[which].set({ kind: "pass" }),
  });

/** The provider does what its mock is told to. */
export const disturbMail = (
  label: string,
  faults: Record<string, unknown>,
  ms: number,
): Disturbance =>
  disturbance(`mail: ${label}`, {
    begin: ({ mock }) => mock.setFaults(faults),
    ms,
    end: ({ mock }) => mock.setFaults(null),
  });

/** Runs commands on Redis itself, and others after a while. */
export const commandRedis = (
  label: string,
  begin: readonly string[][],
  ms: number,
  end: readonly string[][] = [],
): Disturbance =>
  disturbance(`Redis: ${label}`, {
    begin: (world) => world.askRedis(begin),
    ms,
    end: (world) => (end.length === 0 ? nothing() : world.askRedis(end)),
  });

/** Runs statements on Postgres itself, a few a second, or once; a session of its own ends after all. */
export const commandPostgres = (
  label: string,
  statement: string,
  { ms, every }: { ms: number; every?: number },
): Disturbance => {
  let timer: NodeJS.Timeout | undefined;
  return disturbance(`Postgres: ${label}`, {
    begin({ pool }) {
      // What it does to the session that asks is not this run's matter.
      const run = (): void => void pool.query(statement).catch(nothing);
      run();
      if (every !== undefined) timer = setInterval(run, every);
    },
    ms,
    end: () => clearInterval(timer),
  });
};
