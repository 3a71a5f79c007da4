import { expectInTime, expectRefusals, expectSome } from "../expectations.ts";
import {
  commandPostgres,
  disturbNetwork,
  disturbance,
  freezePostgres,
  stopPostgres,
} from "../faults.ts";
import { type Run, disturbOneByOne, times } from "./run.ts";

/** The longest that anybody waits for a Postgres that is away. */
const ANSWER_MAX_MS = 2500;

/** F8: Postgres is stopped for a while, and is cut off as by a power cut. */
export const postgresStops: Run = {
  title: "F8 Postgres stopped",
  isInTests: true,
  async drive(world, tier) {
    const full = tier === "full";
    await disturbOneByOne(world, tier, [
      ...times(full ? 3 : 1, stopPostgres("fast", full ? 30_000 : 4000)),
      ...times(full ? 5 : 0, stopPostgres("immediate", 500)),
    ]);
    expectInTime(world, "Postgres: stopped", { maxMs: ANSWER_MAX_MS });
    expectRefusals(world, "Postgres: stopped");
  },
};

const KILL_BACKENDS = `select pg_terminate_backend(pid) from
  (select pid from pg_stat_activity where application_name like 'latchkey%' order by random() limit 1) one`;
const LOCK = (ms: number): string =>
  `do $$ begin lock table users in access exclusive mode; perform pg_sleep(${ms / 1000}); end $$`;

/** F9: it is frozen, its connections are cut one after the other, its tables are locked, and it has no connection left. */
export const postgresHangs: Run = {
  title: "F9 Postgres frozen, cut, locked, without connections",
  async drive(world, tier) {
    const ms = tier === "full" ? 15_000 : 3000;
    const enough = new AbortController();
    let refusals = Promise.resolve(0);
    await disturbOneByOne(world, tier, [
      freezePostgres(ms),
      commandPostgres("backends killed", KILL_BACKENDS, { ms, every: 100 }),
      commandPostgres("users locked", LOCK(ms), { ms }),
      disturbance("Postgres: no connection left", {
        begin: () => void (refusals = world.takeAllConnections(enough.signal)),
        ms,
        end: () => enough.abort(),
      }),
    ]);
    for (const label of ["frozen", "backends killed", "users locked", "no connection left"])
      expectInTime(world, `Postgres: ${label}`, { maxMs: ANSWER_MAX_MS });
    expectSome(world, "connection was asked for when none was left", await refusals);
    for (const label of ["frozen", "users locked"]) expectRefusals(world, `Postgres: ${label}`);
  },
};

/** F10: nobody hears that something was committed. */
export const repliesLost: Run = {
  title: "F10 answers of Postgres are lost",
  async drive(world, tier) {
    const ms = tier === "full" ? 20_000 : 3000;
    const dropped = (): number => world.proxies.postgres.dropped();
    await disturbOneByOne(world, tier, [
      disturbNetwork("postgres", { kind: "drop-reply", every: 5, having: "COMMIT" }, ms),
    ]);
    const ofCommits = dropped();
    expectSome(world, "answers to a commit lost", ofCommits);
    await disturbOneByOne(world, tier, [
      disturbNetwork("postgres", { kind: "drop-reply", every: 40 }, ms),
    ]);
    expectSome(world, "answers lost", dropped() - ofCommits);
  },
};
