import { type Link, type Message, createLink } from "./link.ts";

/** What the primary itself hears and answers of one worker, by topic. */
export type Desk = {
  told: Readonly<Record<string, (payload: unknown) => void>>;
  asked: Readonly<Record<string, (payload: unknown) => unknown>>;
};

/** The primary's part in what workers tell and ask each other. */
export type Relay = {
  /** Lets a worker take part until its link is closed. */
  connect(worker: Desk & { send(message: Message): void }): Link;
};

/** A worker that is busy for so long is left out of an answer. */
const ANSWER_DEADLINE_MS = 2000;

/** Passes on what a worker tells to all others, and asks all others what one asks; but for what is the primary's own. */
export function createRelay(deadlineMs: number = ANSWER_DEADLINE_MS): Relay {
  const links = new Set<Link>();
  return {
    connect({ send, told, asked }) {
      const others = (): Link[] => [...links].filter((each) => each !== link);
      const link = createLink({
        send,
        told(topic, payload) {
          const hear = told[topic];
          if (hear) hear(payload);
          else for (const other of others()) other.tell(topic, payload);
        },
        async asked(topic, payload) {
          const answer = asked[topic];
          if (answer) return [await answer(payload)];
          const answers = others().map((other) => other.ask(topic, payload, deadlineMs));
          return (await Promise.all(answers)).flat();
        },
      });
      links.add(link);
      return {
        ...link,
        close() {
          links.delete(link);
          link.close();
        },
      };
    },
  };
}
