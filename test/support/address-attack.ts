import { randomUUID } from "node:crypto";
import { pseudonym } from "../../src/keys.ts";
import type { QueuedMessage } from "../../src/postgres/mail-messages.ts";
import { keyOfCode } from "../../src/redis/one-time-codes.ts";
import type { Resources } from "../../src/resources.ts";
import { changeCodeRecord, readCodeRecord } from "./code-record.ts";
import { type MailJob, beginMailJob, newMessage } from "./mail-job.ts";
import type { Random } from "./random.ts";

/** The worst that one address can meet: who guesses at it knows its password, and faults come when they help him. */
export type AddressAttack = {
  addressPseudonym: string;
  /** Wrong guesses at short codes that were compared so far. */
  compared(): number;
  passHalfDay(): Promise<void>;
  /** The pending account was deleted with its day, and its record in Redis has had its time. */
  purge(): Promise<void>;
};

type Options = {
  /** Two or more of them, on the same stores. */
  instances: readonly Resources[];
  random: Random;
  /** Told when Redis lost the address' record. */
  onLoss(addressPseudonym: string): Promise<void>;
};

const SHORT = 4;
const RECENT = 3;
const OPEN_JOBS_MAX = 4;

export function attackAddress({ instances, random, onLoss }: Options): AddressAttack {
  const { keys, redis, codePolicy } = random.pick(instances);
  const { triesMax } = codePolicy;
  const emailNormalised = `${randomUUID()}@example.com`;
  const addressPseudonym = pseudonym(keys.address, emailNormalised);
  const key = { holder: addressPseudonym, purpose: "activation" } as const;
  const record = keyOfCode(key);
  let messages: QueuedMessage[] = [];
  let frozen: MailJob[] = [];
  let compared = 0;
  // Some attackers are greedy, and some wait for the rare moment.
  const actsMax = random.pick([1, 3, 6, 6]);
  const greed = random.pick([0.2, 0.6, 0.6]);

  function writeMessage(): QueuedMessage {
    const newest = messages.at(-1);
    const isRegistration = !newest || random.chance(0.3);
    const message = newMessage({
      emailNormalised,
      accountId: isRegistration ? randomUUID() : newest.accountId,
      generation: (newest?.generation ?? 0) + (isRegistration ? 1 : 0),
      codeSequence: (newest?.codeSequence ?? 0) + 1,
    });
    messages = [...messages, message].slice(-RECENT);
    return message;
  }

  // Guesses at once from all instances, while a mail job goes on beside it when there is one.
  async function guess(beside?: MailJob): Promise<void> {
    const live = await readCodeRecord(redis, record);
    const generation = live?.generation ?? 0;
    // A job that would put another code of the same generation there has to wait: whose guess was it then?
    const isClear = beside?.next() !== "issue" || beside.message.generation !== generation;
    const step = isClear ? beside?.step() : undefined;
    const isShort = live?.digits === SHORT;
    const isWorthIt = isShort || (live !== null && random.chance(0.2));
    const wanted = random.chance(0.6) ? 2 * triesMax : 1 + random.integer(triesMax);
    const answers = await Promise.all(
      Array.from({ length: isWorthIt ? wanted : 0 }, (_, i) => {
        const { codes } = instances[i % instances.length] as Resources;
        return codes.redeem(key, { generation, digest: `wrong-${i}` });
      }),
    );
    if (isShort) compared += answers.filter(({ kind }) => kind === "wrong").length;
    await step;
    if (!isClear) await beside?.step();
  }

  async function begin(message: QueuedMessage): Promise<void> {
    const job = beginMailJob(random.pick(instances), message);
    if (random.chance(0.6)) await job.finish();
    else for (let steps = random.integer(5); steps > 0; steps--) await job.step();
    if (job.next() !== "over") frozen = [...frozen, job].slice(-OPEN_JOBS_MAX);
  }

  async function lose(): Promise<void> {
    await redis.del(record);
    await onLoss(addressPseudonym);
  }

  const acts: [weight: number, act: () => Promise<void>][] = [
    [8, () => begin(writeMessage())],
    // The queue repeats a job whose worker seems dead, also after a newer message.
    [5, () => begin(messages.length > 0 ? random.pick(messages) : writeMessage())],
    [6, async () => (frozen.length > 0 ? guess(random.pick(frozen)) : undefined)],
    [2, async () => (frozen.length > 0 ? random.pick(frozen).finish() : undefined)],
    [1, async () => void (frozen = frozen.filter(() => random.chance(0.5)))],
    [2, lose],
    // The end of its life, without the wait for it.
    [1, () => changeCodeRecord(redis, record, { live_until: 0 })],
  ];
  const lots = acts.flatMap(([weight, act]) => Array.from({ length: weight }, () => act));

  return {
    addressPseudonym,
    compared: () => compared,
    async passHalfDay() {
      for (let count = 1 + random.integer(actsMax); count > 0; count--) {
        await random.pick(lots)();
        if (random.chance(greed)) await guess();
      }
      frozen = frozen.filter((job) => job.next() !== "over");
    },
    async purge() {
      messages = [];
      await lose();
    },
  };
}
