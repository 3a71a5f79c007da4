import type { Redis as Server } from "ioredis";
import { AsyncLocalStorage } from "node:async_hooks";
import type { Pool, PoolClient } from "pg";
import type { Resources } from "../../src/resources.ts";
import { startOwnRedis } from "./own-redis.ts";
import { type TestService, startService } from "./service.ts";

type Send = Server["sendCommand"];

/** What one piece of work asks the stores for. */
export type StoreTrips = {
  /** Round trips to Redis that it waits for, and the commands in them. */
  redisTrips: number;
  commands: number;
  /** The same of Postgres, with what begins and ends a transaction; and its statements, without. */
  postgresTrips: number;
  statements: number;
  /** Commands that go out beside: nobody waits for them. */
  beside: number;
};

/** Each is done once more before: that teaches Redis the scripts. */
const REPEATS = 3;

/** Starts a service and counts what each request asks the stores for; all must ask for the same. */
export async function countStoreTrips(
  environment: Record<string, string>,
  prepare: (service: TestService) => Promise<() => Promise<unknown>>,
): Promise<StoreTrips> {
  await using watched = await startWatchedService(environment);
  return await watched.count(await prepare(watched.service));
}

export type WatchedService = AsyncDisposable & {
  service: TestService;
  /** Does it a few times, one after the other. Throws when they do not ask for the same. */
  count(work: () => Promise<unknown>): Promise<StoreTrips>;
};

/** A service whose calls of the stores are counted for whoever makes them, whatever else it does meanwhile. */
export async function startWatchedService(
  environment: Record<string, string> = {},
): Promise<WatchedService> {
  // Of its own: a Redis whose scripts another test flushes answers some requests a second time.
  await using opening = new AsyncDisposableStack();
  const redis = opening.use(await startOwnRedis());
  const service = opening.use(
    await startService({
      REDIS_URL: redis.url,
      // It is written for many requests at once.
      JOURNAL_MAX: "0",
      ...environment,
    }),
  );
  service.resources.traffic.count = () => {};
  const watch = watchStores(service.resources);
  const opened = opening.move();
  return {
    service,
    async count(work) {
      await work();
      const counts: StoreTrips[] = [];
      for (let i = 0; i < REPEATS; i++) counts.push(await watch(work));
      const [first] = counts;
      if (!first || new Set(counts.map((each) => JSON.stringify(each))).size > 1)
        throw new Error(`they ask for different things: ${JSON.stringify(counts)}`);
      return first;
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

type Store = "redis" | "postgres";
/** Of one piece of work: what it sent, what is not answered, and in how many turns it spoke to each store. */
type Tally = {
  sent: Record<Store, number>;
  open: Record<Store, number>;
  trips: Record<Store, number>;
  hasSpoken: Record<Store, boolean>;
  beside: { commands: number; over: Promise<unknown>[] };
};

function watchStores(resources: Resources): (work: () => Promise<unknown>) => Promise<StoreTrips> {
  const { redis, pool, mailPool, limiter, live } = resources;
  const tallies = new AsyncLocalStorage<Tally>();
  const besides = new AsyncLocalStorage<Tally["beside"]>();
  const none = { redis: 0, postgres: 0 };

  // Whatever goes out before the next answer of the store is one round trip.
  const note = (store: Store, isStatement = true): (() => void) => {
    const tally = tallies.getStore();
    const beside = besides.getStore();
    if (beside) beside.commands++;
    if (!tally || beside) return () => {};
    if (!tally.hasSpoken[store]) tally.trips[store]++;
    tally.hasSpoken[store] = true;
    if (isStatement) tally.sent[store]++;
    tally.open[store]++;
    return () => {
      tally.open[store]--;
      tally.hasSpoken[store] = false;
    };
  };

  const sendCommand = redis.sendCommand.bind(redis) as Send;
  redis.sendCommand = (...given: Parameters<Send>) => {
    const answered = note("redis");
    const sent = sendCommand(...given) as Promise<unknown>;
    sent.then(answered, answered);
    return sent;
  };
  for (const each of [pool, mailPool]) watchPool(each, note);

  // Done, and never told as done: a request that waited for it would have no answer.
  const asBeside =
    <Given extends unknown[], Told>(call: (...given: Given) => Promise<Told>) =>
    (...given: Given): Promise<Told> => {
      const tally = tallies.getStore();
      if (!tally) return call(...given);
      tally.beside.over.push(besides.run(tally.beside, () => call(...given)));
      return new Promise(() => {});
    };
  limiter.refund = asBeside(limiter.refund);
  limiter.clear = asBeside(limiter.clear);
  const { tell } = live;
  const tellBeside = asBeside(async (...given: Parameters<typeof tell>) => tell(...given));
  live.tell = (...given) => void tellBeside(...given);

  return async (work) => {
    const tally: Tally = {
      sent: { ...none },
      open: { ...none },
      trips: { ...none },
      hasSpoken: { redis: false, postgres: false },
      beside: { commands: 0, over: [] },
    };
    await tallies.run(tally, work);
    const { sent, open, trips, beside } = tally;
    if (open.redis + open.postgres > 0)
      throw new Error("something goes out beside that is not known to");
    await Promise.all(beside.over);
    return {
      redisTrips: trips.redis,
      commands: sent.redis,
      postgresTrips: trips.postgres,
      statements: sent.postgres,
      beside: beside.commands,
    };
  };
}

function watchPool(pool: Pool, note: (store: Store, isStatement: boolean) => () => void): void {
  const watched = new WeakSet<PoolClient>();
  pool.on("acquire", (client) => {
    if (watched.has(client)) return;
    watched.add(client);
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    const counted = (...given: unknown[]): unknown => {
      const answered = note("postgres", !/^(begin|commit)$/.test(String(given[0])));
      const last = given.at(-1);
      // The pool's own form has a callback.
      if (typeof last === "function")
        return query(...given.slice(0, -1), (...result: unknown[]) => {
          answered();
          last(...result);
        });
      const sent = query(...given) as Promise<unknown>;
      sent.then(answered, answered);
      return sent;
    };
    Object.assign(client, { query: counted });
  });
}
