import { type Runtime, startMailMock } from "../support/processes.ts";
import { printProfile } from "./cpu-profile.ts";
import type { HashTasks } from "./hash-yardstick.ts";
import { type Helper, startHelper } from "./helper-process.ts";
import { newPeople, registerAll } from "./people.ts";
import { type BenchResult, measure, rateAgainst } from "./result.ts";
import { type ServiceStack, startServiceOn } from "./service-stack.ts";
import type { BenchSession } from "./session.ts";
import { median, startStack, withLoopDelay } from "./stack.ts";
import { workedByThreads, workedByTree } from "./threads.ts";

const ROUNDS = 7;
const PEOPLE = 250;
const HASHES = 250;
const CONCURRENCY = 32;
const RATIO_MIN = 0.8;
const OWN_MS_MAX = 2.5;
const LOOP_DELAY_MS_MAX = 10;

/** Milliseconds of a core for one registration. */
type Work = {
  hash: number;
  own: number;
  postgres: number;
  redis: number;
  mails: number;
  clients: number;
};
type Round = { registered: number; hashes: number; work: Work; loopDelayMs: number };
type RegisterStack = ServiceStack & {
  /** What each part worked so far, in milliseconds. */
  work(): Promise<Work>;
};

/**
 * Registrations a second, each until its mail was accepted, beside the hashes that the same cores do when nothing else
 * runs. Postgres, Redis, the mail API and the clients are on those cores too.
 */
export async function benchRegister(
  session: BenchSession,
  runtime: Runtime,
): Promise<BenchResult[]> {
  const count = session.isShort ? 20 : PEOPLE;
  await using opening = new AsyncDisposableStack();
  const stack = await startRegisterStack(opening, runtime);
  await using hasher = startHelper<HashTasks>("hash-yardstick.ts");
  await register(stack, count);
  await hasher.ask("hashes", count);
  const rounds: Round[] = [];
  for (let round = 0; round < (session.isShort ? 1 : ROUNDS); round++) {
    session.progress(`register on ${runtime}: round ${round + 1} of ${ROUNDS}`);
    rounds.push(await measureRound(stack, hasher, count, round % 2 === 0));
  }
  if (!session.isShort)
    await printProfile(session, stack, `POST /users on ${runtime}`, async ({ port }) => {
      await registerAll(port, newPeople(count), CONCURRENCY);
      await stack.untilMailed();
    });
  const name = `POST /users, its mail included, on ${runtime}`;
  const of = (key: Exclude<keyof Round, "work">): number[] => rounds.map((each) => each[key]);
  const works = (part: keyof Work): number[] => rounds.map(({ work }) => work[part]);
  const [hash, own, postgres, redis, mails, clients] = (
    ["hash", "own", "postgres", "redis", "mails", "clients"] as const
  ).map((part) => median(works(part)).toFixed(1));
  return [
    rateAgainst(
      {
        name,
        unit: "a second",
        against: "hashes alone on all cores",
        target: RATIO_MIN,
        note: `ms of a core for one: ${hash} the hash, ${own} the service besides, ${postgres} Postgres, ${redis} Redis, ${mails} the mail API, ${clients} the clients`,
      },
      of("registered"),
      of("hashes"),
    ),
    measure(
      { name: `${name}: CPU besides the hash`, unit: "ms", target: OWN_MS_MAX, bound: "max" },
      works("own"),
    ),
    measure(
      {
        name: `${name}: event-loop delay, p99`,
        unit: "ms",
        target: LOOP_DELAY_MS_MAX,
        bound: "max",
      },
      of("loopDelayMs"),
    ),
  ];
}

async function startRegisterStack(
  opening: AsyncDisposableStack,
  runtime: Runtime,
): Promise<RegisterStack> {
  const stores = opening.use(await startStack());
  const mails = opening.use(await startMailMock());
  const stack = opening.use(
    await startServiceOn({ ...stores, mailsUrl: mails.url }, runtime, {
      flags: withLoopDelay(runtime),
    }),
  );
  return {
    ...stack,
    async work() {
      const { ownMicros, poolMicros } = await workedByThreads(stack.service.pid);
      const clients = await workedByThreads(process.pid);
      return {
        hash: poolMicros / 1000,
        own: ownMicros / 1000,
        postgres: (await workedByTree(stores.pids.postgres)) / 1000,
        redis: (await workedByTree(stores.pids.redis)) / 1000,
        mails: (await workedByTree(mails.pid)) / 1000,
        clients: (clients.ownMicros + clients.poolMicros) / 1000,
      };
    },
  };
}

async function measureRound(
  stack: RegisterStack,
  hasher: Helper<HashTasks>,
  count: number,
  isYardstickFirst: boolean,
): Promise<Round> {
  const yardstick = (): Promise<number> => hasher.ask("hashes", count === PEOPLE ? HASHES : count);
  const before = isYardstickFirst ? await yardstick() : null;
  const registered = await register(stack, count);
  return { ...registered, hashes: before ?? (await yardstick()) };
}

async function register(
  { service, untilMailed, work }: RegisterStack,
  count: number,
): Promise<Omit<Round, "hashes">> {
  const people = newPeople(count);
  await service.loopDelay();
  const before = await work();
  const startedAt = performance.now();
  await registerAll(service.port, people, CONCURRENCY);
  await untilMailed();
  const seconds = (performance.now() - startedAt) / 1000;
  const after = await work();
  const { p99Ms } = await service.loopDelay();
  return {
    registered: count / seconds,
    work: perPerson(before, after, count),
    loopDelayMs: p99Ms,
  };
}

const perPerson = (before: Work, after: Work, count: number): Work =>
  Object.fromEntries(
    Object.entries(after).map(([part, ms]) => [part, (ms - before[part as keyof Work]) / count]),
  ) as Work;
