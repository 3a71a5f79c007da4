import { randomUUID } from "node:crypto";
import { loadConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { openResources } from "../../src/resources.ts";
import { type OtpSent, prepareCodes } from "../support/prepared-otps.ts";
import type { Runtime } from "../support/processes.ts";
import { printProfile } from "./cpu-profile.ts";
import { sendAll, writePost } from "./http-load.ts";
import { expectStatus } from "./people.ts";
import { type BenchResult, measure } from "./result.ts";
import { startServiceStack } from "./service-stack.ts";
import type { BenchSession } from "./session.ts";
import type { Subject } from "./stack.ts";
import {
  CONCURRENCY,
  type Contenders,
  compareTurns,
  takeTurns,
  tellLatencies,
  REQUESTS,
  planOf,
} from "./turns.ts";

const ALONE = 500;
const SENDS = 2000;
const RATIO_MIN = 0.6;

const PROOF = /"proof":"[\w-]+\.[\w-]+\.[\w-]{86}"/;

/**
 * How fast a right code is proved, beside a bare Hono handler with as many round trips to Redis, the same script in one of
 * them, and as much to sign, in turns. Everything is on that is by default, and each request is another client's.
 */
export async function benchOtp(session: BenchSession, runtime: Runtime): Promise<BenchResult[]> {
  const plan = planOf(session);
  await using stack = await startServiceStack(runtime);
  const bare = await stack.start("test/bench/otp-yardstick.ts");
  await using resources = await openResources(loadConfig(stack.environment), createLog("silent"));
  const prepared =
    (write: (sent: OtpSent) => Buffer) =>
    async (count: number): Promise<Buffer[]> =>
      (await prepareCodes(resources, count)).map(write);
  const contenders: Contenders = {
    service: { ...stack.service, prepare: prepared(writeGuess), accepts: PROOF },
    yardstick: { ...bare, prepare: prepared(writeTold), accepts: PROOF },
  };
  const name = `POST /otp/verify on ${runtime}`;
  const together = await takeTurns(session, contenders, { title: name, ...plan });
  const single = { ...plan, title: `${name}, one at a time`, count: Math.min(ALONE, plan.count) };
  const alone = await takeTurns(session, contenders, single, 1);
  session.print(
    [
      tellLatencies(`${name}, ${CONCURRENCY} at a time`, together),
      tellLatencies(single.title, alone),
      "",
    ].join("\n"),
  );
  if (!session.isShort)
    await printProfile(session, stack, name, async ({ port }) => {
      const requests = await contenders.service.prepare(REQUESTS);
      expectStatus(await sendAll(port, requests, CONCURRENCY), 200);
    });
  const against =
    "a bare handler: two round trips to Redis, one of them the same script, and one signature";
  return [
    ...compareTurns(name, { against, target: RATIO_MIN }, together),
    await measureSends(stack.service, session.isShort ? 20 : SENDS, runtime),
  ];
}

const writeGuess = ({ id, code }: OtpSent): Buffer => writePost("/otp/verify", { id, code });

/** The same for the yardstick, which is told what the service finds out, in as many bytes. */
const writeTold = ({ id, code, redemption }: OtpSent): Buffer => {
  const { holder, flowId, expiresAtMs, digest } = redemption;
  const told = [holder, flowId, expiresAtMs, digest].join(" ").padEnd(id.length);
  return writePost("/otp/verify", { id: told, code });
};

async function measureSends(
  { port }: Pick<Subject, "port">,
  count: number,
  runtime: Runtime,
): Promise<BenchResult> {
  const requests = Array.from({ length: count }, () =>
    writePost("/otp/send", { email: `${randomUUID()}@example.com` }),
  );
  const load = await sendAll(port, requests, CONCURRENCY);
  expectStatus(load, 202);
  const name = `POST /otp/send beside its mails, on ${runtime}`;
  return measure({ name, unit: "a second", target: null, bound: "min" }, [load.perSecond]);
}
