import { randomUUID } from "node:crypto";
import type { Runtime } from "../support/processes.ts";
import { type Load, sendAll, writePost } from "./http-load.ts";
import { type OtpStack, type Proving, prove, startOtpStack } from "./otp-stack.ts";
import { percentile } from "./pace.ts";
import { median, range } from "./stack.ts";

const ROUNDS = 9;
const WARM_UP_ROUNDS = 3;
const REQUESTS = 4000;
const CONCURRENCY = 32;
const ALONE = 500;
const SENDS = 2000;
const TARGET = 0.6;

const SUBJECTS = ["yardstick", "latchkey"] as const;
type Measured = Record<(typeof SUBJECTS)[number], Proving[]>;

/**
 * How fast a right code is proved, beside a bare Hono handler that runs the same script of Redis and signs as much, in
 * turns. Everything is on that is by default, and each request is another client's. Ends with exit code 1 below the target.
 */
export async function benchOtp(runtime: Runtime): Promise<void> {
  await using stack = await startOtpStack(runtime);
  await proveInTurns(stack, WARM_UP_ROUNDS, REQUESTS, CONCURRENCY);
  const together = await proveInTurns(stack, ROUNDS, REQUESTS, CONCURRENCY);
  const alone = await proveInTurns(stack, ROUNDS, ALONE, 1);
  console.log(`POST /otp/verify with a right code on ${runtime}: ${ROUNDS} rounds of ${REQUESTS}, in turns, ${CONCURRENCY} at a time

              a second: median (range)   p50       p99       of its thread   one at a time: p50   p99`);
  for (const subject of SUBJECTS)
    console.log(
      `  ${stack[subject].name.padEnd(10)}  ${describe(together[subject], alone[subject])}`,
    );
  const ratios = together.latchkey.map(
    ({ perSecond }, i) => perSecond / (together.yardstick[i]?.perSecond ?? Number.NaN),
  );
  const ratio = median(ratios);
  console.log(`  ratio       ${range(ratios, 2)}   (target ${TARGET})\n`);
  const sent = await send(stack);
  console.log(
    `POST /otp/send beside its mails, one process for both: ${sent.perSecond.toFixed(0)} a second, p50 ${ms(sent, 0.5)}, p99 ${ms(sent, 0.99)}`,
  );
  if (!(ratio >= TARGET)) process.exitCode = 1;
}

async function proveInTurns(
  stack: OtpStack,
  rounds: number,
  count: number,
  concurrency: number,
): Promise<Measured> {
  const measured: Measured = { yardstick: [], latchkey: [] };
  for (let round = 0; round < rounds; round++)
    for (const subject of round % 2 === 0 ? SUBJECTS : SUBJECTS.toReversed())
      measured[subject].push(await prove(stack[subject], count, concurrency));
  return measured;
}

async function send({ latchkey }: OtpStack): Promise<Load> {
  const requests = Array.from({ length: SENDS }, () =>
    writePost("/otp/send", { email: `${randomUUID()}@example.com` }),
  );
  const load = await sendAll(latchkey.port, requests, CONCURRENCY);
  const refused = load.answers.find(({ status }) => status !== 202);
  if (refused) throw new Error(`sending a code answered ${refused.status} ${refused.body}`);
  return load;
}

function describe(together: Proving[], alone: Proving[]): string {
  const [all, single] = [merge(together), merge(alone)];
  return [
    range(
      together.map(({ perSecond }) => perSecond),
      0,
    ).padEnd(27),
    ms(all, 0.5).padEnd(10),
    ms(all, 0.99).padEnd(10),
    `${median(together.map(({ workMicros }) => workMicros)).toFixed(0)} µs`.padEnd(16),
    ms(single, 0.5).padEnd(21),
    ms(single, 0.99),
  ].join("");
}

const merge = (loads: Load[]): Pick<Load, "latenciesMs"> => ({
  latenciesMs: loads.flatMap(({ latenciesMs }) => latenciesMs),
});

const ms = ({ latenciesMs }: Pick<Load, "latenciesMs">, share: number): string =>
  `${percentile(latenciesMs, share).toFixed(2)} ms`;
