import type { Runtime } from "../support/processes.ts";
import { printProfile } from "./cpu-profile.ts";
import type { HashTasks } from "./hash-yardstick.ts";
import { type Helper, startHelper } from "./helper-process.ts";
import { newPeople, registerAll } from "./people.ts";
import { type BenchResult, measure, rateAgainst } from "./result.ts";
import { type ServiceStack, startServiceStack } from "./service-stack.ts";
import type { BenchSession } from "./session.ts";
import { withLoopDelay } from "./stack.ts";
import { workedByThreads } from "./threads.ts";

const ROUNDS = 7;
const PEOPLE = 250;
const HASHES = 250;
const CONCURRENCY = 32;
const RATIO_MIN = 0.8;
const OWN_MS_MAX = 2.5;
const LOOP_DELAY_MS_MAX = 10;

type Round = { registered: number; hashes: number; ownMs: number; loopDelayMs: number };

/**
 * Registrations a second, each until its mail was accepted, beside the hashes that the same cores do when nothing else
 * runs. Postgres, Redis, the mail API and the clients are on those cores too.
 */
export async function benchRegister(
  session: BenchSession,
  runtime: Runtime,
): Promise<BenchResult[]> {
  const count = session.isShort ? 20 : PEOPLE;
  await using stack = await startServiceStack(runtime, { flags: withLoopDelay(runtime) });
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
  const of = (key: keyof Round): number[] => rounds.map((each) => each[key]);
  return [
    rateAgainst(
      { name, unit: "a second", against: "hashes alone on all cores", target: RATIO_MIN },
      of("registered"),
      of("hashes"),
    ),
    measure(
      { name: `${name}: CPU besides the hash`, unit: "ms", target: OWN_MS_MAX, bound: "max" },
      of("ownMs"),
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

async function measureRound(
  stack: ServiceStack,
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
  { service, untilMailed }: ServiceStack,
  count: number,
): Promise<Omit<Round, "hashes">> {
  const people = newPeople(count);
  await service.loopDelay();
  const before = await workedByThreads(service.pid);
  const startedAt = performance.now();
  await registerAll(service.port, people, CONCURRENCY);
  await untilMailed();
  const seconds = (performance.now() - startedAt) / 1000;
  const worked = await workedByThreads(service.pid);
  const { p99Ms } = await service.loopDelay();
  return {
    registered: count / seconds,
    ownMs: (worked.ownMicros - before.ownMicros) / count / 1000,
    loopDelayMs: p99Ms,
  };
}
