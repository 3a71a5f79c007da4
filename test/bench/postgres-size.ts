import { startRedis } from "../../src/dev/embedded-redis.ts";
import { startMailMock } from "../support/processes.ts";
import { activateWithCodes, registerNew } from "./people.ts";
import { isFarOff, watchPostgres } from "./disturbance.ts";
import { type BenchResult, rateAgainst } from "./result.ts";
import { type ServiceStack, startServiceOn } from "./service-stack.ts";
import type { BenchSession } from "./session.ts";
import { startSizedDatabases } from "./sized-databases.ts";
import { median } from "./stack.ts";
import { workedByTree } from "./threads.ts";

const FEW = 10_000;
const MANY = 10_000_000;
const SHORT = 2000;
const ROUNDS = 21;
const WARM_UP_ROUNDS = 4;
const PEOPLE = 400;
const CONCURRENCY = 32;
const RATIO_MIN = 0.9;
/** So many rounds in all are measured again that were disturbed; further ones count as they are. */
const REPEATS_MAX = 7;
/** What a registration costs besides is not what is measured. */
const CHEAP_HASH = { HASH_MEMORY_KIB: "8", HASH_PASSES: "1" };

const OPERATIONS = ["POST /users", "POST /auth/activate"] as const;
type Operation = (typeof OPERATIONS)[number];
/** How fast it went, and what Postgres worked for one. */
type Measured = { perSecond: number; postgresMicros: number };
type Round = Record<Operation, Measured>;

/**
 * Registrations, each until its mail was accepted, and activations by the same instance, in a database of ten million
 * accounts beside one of ten thousand: an instance for each, in turns, on one Postgres.
 */
export async function benchPostgres(
  session: BenchSession,
  users = session.isShort ? SHORT : MANY,
): Promise<BenchResult[]> {
  await using opening = new AsyncDisposableStack();
  const few = Math.min(FEW, users / 2);
  const databases = opening.use(
    await startSizedDatabases([few, users], (text) => session.progress(`postgres: ${text}`)),
  );
  const redis = opening.adopt(await startRedis(), (each) => each.stop());
  const mails = opening.use(await startMailMock());
  const stacks: ServiceStack[] = [];
  for (const postgresUrl of databases.urls) {
    const surroundings = { postgresUrl, redisUrl: redis.url, mailsUrl: mails.url };
    const options = { environment: CHEAP_HASH };
    stacks.push(opening.use(await startServiceOn(surroundings, "node", options)));
  }
  const { measured, repeats } = await measureInTurns(session, stacks, databases.pid);
  return OPERATIONS.map((operation) => {
    const [ofFew = [], ofMany = []] = measured.map((rounds) =>
      rounds.map((round) => round[operation]),
    );
    return rateAgainst(
      {
        name: `${operation} with ${users.toLocaleString("en")} users`,
        unit: "a second",
        against: `the same with ${few.toLocaleString("en")}`,
        target: RATIO_MIN,
        note: `Postgres works ${workOf(ofMany)} ms for one, and ${workOf(ofFew)} ms with ${few.toLocaleString("en")}; ${repeats} rounds were measured again, in which a checkpoint ended, autovacuum ran, or the yardstick was far from its usual speed`,
      },
      ofMany.map(({ perSecond }) => perSecond),
      ofFew.map(({ perSecond }) => perSecond),
    );
  });
}

/** The rounds of each, in the order of the stacks, and how many more were left out because they were disturbed. */
async function measureInTurns(
  session: BenchSession,
  stacks: readonly ServiceStack[],
  postgresPid: number,
): Promise<{ measured: Round[][]; repeats: number }> {
  const [count, rounds] = session.isShort ? [20, 1] : [PEOPLE, ROUNDS];
  const pools = stacks.map(({ pool }) => pool);
  const measured: Round[][] = stacks.map(() => []);
  let repeats = 0;
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    session.progress(`postgres: round ${round + 1} of ${rounds}`);
    const { done, isInterrupted } = await watchPostgres(pools, () =>
      measureTurns(stacks, { postgresPid, count, isReversed: round % 2 !== 0 }),
    );
    if (round < 0) continue;
    const [speed = Number.NaN] = speedsOf(done);
    const isDisturbed = isInterrupted || isFarOff(speed, speedsOf(measured[0] ?? []));
    if (isDisturbed && repeats < REPEATS_MAX) {
      repeats++;
      // Once more, in the same order.
      round--;
      continue;
    }
    for (const [i, each] of done.entries()) measured[i]?.push(each);
  }
  return { measured, repeats };
}

const speedsOf = (rounds: readonly Round[]): number[] =>
  rounds.map((round) => round["POST /auth/activate"].perSecond);

/** One round of each, one after the other. */
async function measureTurns(
  stacks: readonly ServiceStack[],
  { postgresPid, count, isReversed }: { postgresPid: number; count: number; isReversed: boolean },
): Promise<Round[]> {
  const measured: Round[] = [];
  const turns = [...stacks.entries()];
  for (const [i, stack] of isReversed ? turns.toReversed() : turns)
    measured[i] = await measureRound(stack, postgresPid, count);
  return measured;
}

async function measureRound(
  stack: ServiceStack,
  postgresPid: number,
  count: number,
): Promise<Round> {
  const before = await workedByTree(postgresPid);
  const startedAt = performance.now();
  const people = await registerNew(stack, count, CONCURRENCY);
  const seconds = (performance.now() - startedAt) / 1000;
  const between = await workedByTree(postgresPid);
  const activated = await activateWithCodes(stack, stack.service.port, people, CONCURRENCY);
  const after = await workedByTree(postgresPid);
  return {
    "POST /users": { perSecond: count / seconds, postgresMicros: (between - before) / count },
    "POST /auth/activate": { perSecond: activated, postgresMicros: (after - between) / count },
  };
}

const workOf = (measured: readonly Measured[]): string =>
  (median(measured.map(({ postgresMicros }) => postgresMicros)) / 1000).toFixed(2);
