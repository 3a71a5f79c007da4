import { randomUUID } from "node:crypto";
import { prepareCode, startMinute } from "../../src/features/mail/prepare-code.ts";
import { pseudonym } from "../../src/keys.ts";
import { findAddressStanding } from "../../src/postgres/guess-budgets.ts";
import type { QueuedMessage } from "../../src/postgres/mail-messages.ts";
import type { Resources } from "../../src/resources.ts";

/** What a mail job does next, or that it has ended. */
export type NextCall = "retire" | "query" | "issue" | "accept" | "over";

/** A mail job that goes on only when it is told to: one that is not is frozen, or has crashed. */
export type MailJob = {
  message: QueuedMessage;
  next(): NextCall;
  /** Makes one call of a store, and stops before the next. */
  step(): Promise<void>;
  /** Makes calls up to the next one of that name, and stops behind it. */
  stepPast(call: NextCall): Promise<void>;
  finish(): Promise<void>;
};

/** A message as the queue hands it out, of an account that still waits for its code. */
export const newMessage = (
  of: Pick<QueuedMessage, "emailNormalised" | "accountId" | "generation" | "codeSequence">,
): QueuedMessage => ({
  ...of,
  accountRowId: "1",
  id: randomUUID(),
  kind: "activation_code",
  newestCodeSequence: of.codeSequence,
  registrationSequence: 1,
  attempts: 0,
  ageMs: 0,
  email: of.emailNormalised,
  status: "pending",
  locale: "en",
  unclearProvider: null,
});

type JobResources = Parameters<typeof prepareCode>[0];

/** Begins the job of a message, without the mail itself, and stops before its first call of a store. */
export function beginMailJob(resources: JobResources, message: QueuedMessage): MailJob {
  let next: NextCall = "over";
  let goOn = (): void => {};
  let stopped = Promise.withResolvers<void>();
  const gated =
    <Given extends unknown[], T>(name: NextCall, call: (...given: Given) => Promise<T>) =>
    async (...given: Given): Promise<T> => {
      const { promise, resolve } = Promise.withResolvers<void>();
      [next, goOn] = [name, resolve];
      stopped.resolve();
      await promise;
      return call(...given);
    };

  const { codes, mailPool } = resources;
  const query: Resources["mailPool"]["query"] = mailPool.query.bind(mailPool);
  const stepped: JobResources = {
    ...resources,
    codes: {
      ...codes,
      retire: gated("retire", codes.retire),
      issue: gated("issue", codes.issue),
      accept: gated("accept", codes.accept),
    },
    mailPool: { query: gated("query", query) } as unknown as Resources["mailPool"],
  };
  const ended = run().finally(() => {
    next = "over";
    stopped.resolve();
  });
  async function run(): Promise<void> {
    const address = pseudonym(resources.keys.address, message.emailNormalised);
    const standing = await findAddressStanding(stepped.mailPool, address);
    if ((await prepareCode(stepped, { ...message, standing })) !== null)
      await startMinute(stepped, message);
  }

  const nextCall = (): NextCall => next;
  const isOver = (): boolean => next === "over";
  const step = async (): Promise<void> => {
    stopped = Promise.withResolvers();
    goOn();
    if (!isOver()) await stopped.promise;
    if (isOver()) await ended;
  };
  return {
    message,
    next: nextCall,
    step,
    async stepPast(call) {
      while (nextCall() !== call) {
        if (isOver()) throw new Error(`the job ended without ${call}`);
        await step();
      }
      await step();
    },
    async finish() {
      while (!isOver()) await step();
    },
  };
}
