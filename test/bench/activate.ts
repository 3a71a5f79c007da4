import { loadConfig } from "../../src/config.ts";
import { activationCode } from "../../src/accounts/activation-code.ts";
import { deriveKeys } from "../../src/keys.ts";
import { findAccountByEmail } from "../../src/postgres/users.ts";
import { basic } from "../support/client.ts";
import type { Runtime } from "../support/processes.ts";
import type { Told } from "./activate-yardstick.ts";
import { printProfile } from "./cpu-profile.ts";
import type { HashTasks } from "./hash-yardstick.ts";
import { startHelper } from "./helper-process.ts";
import {
  type Person,
  activateWithCodes,
  codesOf,
  normalisedOf,
  registerNew,
  sendActivations,
  writeActivation,
} from "./people.ts";
import { type BenchResult, measure, rateAgainst } from "./result.ts";
import { type ServiceStack, startServiceStack } from "./service-stack.ts";
import type { BenchSession } from "./session.ts";
import type { Subject } from "./stack.ts";

const ROUNDS = 9;
const WARM_UP_ROUNDS = 2;
const PEOPLE = 1000;
const COLD_ROUNDS = 7;
const COLD_PEOPLE = 150;
const CONCURRENCY = 32;
const WARM_RATIO_MIN = 0.6;
const COLD_RATIO_MIN = 0.85;
/** What a registration costs is not what is measured. */
const CHEAP_HASH = { HASH_MEMORY_KIB: "8", HASH_PASSES: "1" };

const CHECKED = /latchkey_password_checks_total\{by="hash"\} (\d+)/;
const OPS_PASSWORD = "the-password-of-a-bench";

/** Activations with the right code a moment after the registration: on its own instance, and on another one. */
export async function benchActivate(
  session: BenchSession,
  runtime: Runtime,
): Promise<BenchResult[]> {
  return [...(await benchWarm(session, runtime)), await benchCold(session, runtime)];
}

/** On the instance that registered, beside a bare handler with the same round trips. */
async function benchWarm(session: BenchSession, runtime: Runtime): Promise<BenchResult[]> {
  const [count, rounds] = session.isShort ? [20, 1] : [PEOPLE, ROUNDS];
  await using stack = await startServiceStack(runtime, {
    environment: { ...CHEAP_HASH, OPS_PASSWORD },
  });
  const yardstick = await stack.start("test/bench/activate-yardstick.ts");
  const turns: (() => Promise<[keyof typeof seconds, number]>)[] = [
    async () => ["service", await activateAll(stack, stack.service, await register(stack, count))],
    async () => ["yardstick", await activateBarely(stack, yardstick, await register(stack, count))],
  ];
  const seconds = { service: [] as number[], yardstick: [] as number[] };
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    session.progress(`activate on ${runtime}: round ${round + 1} of ${rounds}`);
    for (const turn of round % 2 === 0 ? turns : turns.toReversed()) {
      const [subject, perSecond] = await turn();
      if (round >= 0) seconds[subject].push(perSecond);
    }
  }
  const hashed = await hashesOf(stack.service);
  if (!session.isShort)
    await printProfile(session, stack, `POST /auth/activate on ${runtime}`, async (subject) => {
      const people = await register({ ...stack, service: subject }, count);
      await activateAll(stack, subject, people);
    });
  const name = `POST /auth/activate, same instance, on ${runtime}`;
  return [
    rateAgainst(
      {
        name,
        unit: "a second",
        against: "a bare handler with the same round trips",
        target: WARM_RATIO_MIN,
      },
      seconds.service,
      seconds.yardstick,
    ),
    measure({ name: `${name}: passwords hashed`, unit: "", target: 0, bound: "max" }, [hashed]),
  ];
}

/** On an instance that knows nothing of the registration: the password is hashed there. */
async function benchCold(session: BenchSession, runtime: Runtime): Promise<BenchResult> {
  const [count, rounds] = session.isShort ? [10, 1] : [COLD_PEOPLE, COLD_ROUNDS];
  await using stack = await startServiceStack(runtime);
  await using hasher = startHelper<HashTasks>("hash-yardstick.ts");
  const other = await stack.start();
  const measured = { activated: [] as number[], hashes: [] as number[] };
  for (let round = -1; round < rounds; round++) {
    session.progress(`activate elsewhere on ${runtime}: round ${round + 1} of ${rounds}`);
    const hashes = await hasher.ask("hashes", count);
    const activated = await activateAll(stack, other, await register(stack, count));
    if (round < 0) continue;
    measured.hashes.push(hashes);
    measured.activated.push(activated);
  }
  return rateAgainst(
    {
      name: `POST /auth/activate, another instance, on ${runtime}`,
      unit: "a second",
      against: "hashes alone on all cores",
      target: COLD_RATIO_MIN,
    },
    measured.activated,
    measured.hashes,
  );
}

const register = (stack: ServiceStack, count: number): Promise<Person[]> =>
  registerNew(stack, count, CONCURRENCY);

const activateAll = (
  stack: ServiceStack,
  { port }: Subject,
  people: readonly Person[],
): Promise<number> => activateWithCodes(stack, port, people, CONCURRENCY);

/** The same by the yardstick, whose requests carry what the service would find out. */
async function activateBarely(
  { pool, environment }: ServiceStack,
  { port }: Subject,
  people: readonly Person[],
): Promise<number> {
  const codes = await codesOf(pool, environment, people);
  const keys = deriveKeys(loadConfig(environment).SECRET_KEY);
  const requests: Buffer[] = [];
  for (const [i, person] of people.entries()) {
    const account = await findAccountByEmail(pool, normalisedOf(person));
    if (!account) throw new Error("nobody registered");
    const { key, digest } = activationCode(keys, account);
    const told: Told = {
      email: account.emailNormalised,
      key,
      generation: account.generation,
      digest: digest(codes[i] ?? ""),
    };
    requests.push(writeActivation(person, told));
  }
  return sendActivations(port, requests, CONCURRENCY);
}

/** How many passwords an instance compared by a hash so far. */
async function hashesOf({ port }: Subject): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`, {
    headers: { authorization: basic({ email: "ops", password: OPS_PASSWORD }) },
  });
  return Number(CHECKED.exec(await answer.text())?.[1] ?? 0);
}
