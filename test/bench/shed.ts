import { loadConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { openResources } from "../../src/resources.ts";
import { insertManySessions } from "../support/many-rows.ts";
import type { Runtime } from "../support/processes.ts";
import { startHelper } from "./helper-process.ts";
import { type Connection, connectTo, writePost } from "./http-load.ts";
import type { ProbeTasks } from "./live-probe.ts";
import { atPace, drawGaps, percentile } from "./pace.ts";
import { newPeople } from "./people.ts";
import { type BenchResult, measure } from "./result.ts";
import { startServiceStack } from "./service-stack.ts";
import type { BenchSession } from "./session.ts";

const ROUNDS = 5;
const SECONDS = 8;
/** Several times what can be hashed. */
const REGISTRATIONS_A_SECOND = 400;
const READS_A_SECOND = 60;
const READERS = 200;
const READ_MS_MAX = 25;
const SHED_MS_MAX = 50;

type Round = { readMs: number; quietMs: number; shedMs: number; shed: number; registered: number };

/**
 * More registrations than can be hashed, people coming whether the others are served or not, while others read their
 * accounts: how long those wait, and those who are turned away.
 */
export async function benchShed(session: BenchSession, runtime: Runtime): Promise<BenchResult[]> {
  const seconds = session.isShort ? 1 : SECONDS;
  await using stack = await startServiceStack(runtime);
  const tokens = await signInMany(stack.environment);
  await using probe = startHelper<ProbeTasks>("live-probe.ts");
  await probe.ask("prepare", stack.service.port, tokens);
  const rounds: Round[] = [];
  for (let round = -1; round < (session.isShort ? 1 : ROUNDS); round++) {
    session.progress(`shed on ${runtime}: round ${round + 1} of ${ROUNDS}`);
    const quiet = await probe.ask("paced", READS_A_SECOND, READS_A_SECOND * seconds);
    const [reads, flood] = await Promise.all([
      probe.ask("paced", READS_A_SECOND, READS_A_SECOND * seconds),
      registerAtPace(stack.service.port, seconds),
    ]);
    await stack.untilMailed();
    if (round >= 0)
      rounds.push({ readMs: percentile(reads, 0.99), quietMs: percentile(quiet, 0.99), ...flood });
  }
  const refused = await probe.ask("refused");
  if (refused > 0) throw new Error(`${refused} reads were refused`);
  const of = (key: keyof Round): number[] => rounds.map((each) => each[key]);
  const shares = `of ${REGISTRATIONS_A_SECOND * seconds} registrations ${Math.round(Math.max(...of("registered")))} were served at most, and ${Math.round(Math.min(...of("shed")))} turned away at least`;
  const name = `while hashing is saturated on ${runtime}`;
  return [
    measure(
      {
        name: `GET /users/me ${name}, p99`,
        unit: "ms",
        target: READ_MS_MAX,
        bound: "max",
        note: `${percentile(of("quietMs"), 0.5).toFixed(1)} ms on the quiet machine; ${shares}`,
      },
      of("readMs"),
    ),
    measure(
      { name: `turned away ${name}, p99`, unit: "ms", target: SHED_MS_MAX, bound: "max" },
      of("shedMs"),
    ),
  ];
}

async function signInMany(environment: Record<string, string>): Promise<string[]> {
  await using resources = await openResources(loadConfig(environment), createLog("silent"));
  const sessions = await insertManySessions(resources.pool, READERS);
  return sessions.map((ids) => resources.accessTokens.sign({ ...ids, clientId: null }));
}

async function registerAtPace(
  port: number,
  seconds: number,
): Promise<Pick<Round, "shedMs" | "shed" | "registered">> {
  const idle: Connection[] = [];
  const shedMs: number[] = [];
  let registered = 0;
  const requests = newPeople(REGISTRATIONS_A_SECOND * seconds).map((each) =>
    writePost("/users", each),
  );
  await atPace(drawGaps(REGISTRATIONS_A_SECOND, requests.length), async () => {
    const request = requests.pop() ?? Buffer.alloc(0);
    const connection = idle.pop() ?? (await connectTo(port));
    const startedAt = performance.now();
    const { status, body } = await connection.ask(request);
    if (status === 503 && body.includes("overloaded")) shedMs.push(performance.now() - startedAt);
    else if (status === 202) registered++;
    else throw new Error(`answered ${status}: ${body}`);
    idle.push(connection);
  });
  for (const connection of idle) connection.close();
  return { shedMs: percentile(shedMs, 0.99), shed: shedMs.length, registered };
}
