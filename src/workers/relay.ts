import { type Link, type Message, createLink } from "./link.ts";

/** What the primary itself hears and answers of one worker, by topic; closed when that ends. */
export type Desk = {
  told: Readonly<Record<string, (payload: unknown) => void>>;
  asked: Readonly<Record<string, (payload: unknown) => unknown>>;
  close?(): void;
};

/** Asks one worker; it answers within the deadline, or not. */
export type Ask = (topic: string) => Promise<unknown[]>;

/** The primary's part in what workers tell and ask each other. */
export type Relay = {
  /** Lets a worker take part until its link is closed. */
  connect(
    send: (message: Message) => void,
    openDesks: (ask: Ask) => Desk[],
  ): Pick<Link, "receive" | "close">;
};

/** A worker that is busy for so long is left out of an answer. */
const ANSWER_DEADLINE_MS = 2000;

/** Passes on what a worker tells to all others, and asks all others what one asks; but for what is the primary's own. */
export function createRelay(deadlineMs: number = ANSWER_DEADLINE_MS): Relay {
  const links = new Set<Link>();
  return {
    connect(send, openDesks) {
      const others = (): Link[] => [...links].filter((each) => each !== link);
      const link = createLink({
        send,
        told(topic, payload) {
          const desk = desks.find((each) => Object.hasOwn(each.told, topic));
          if (desk) desk.told[topic]?.(payload);
          else for (const other of others()) other.tell(topic, payload);
        },
        async asked(topic, payload) {
          const desk = desks.find((each) => Object.hasOwn(each.asked, topic));
          if (desk) return [await desk.asked[topic]?.(payload)];
          const answers = others().map((other) => other.ask(topic, payload, deadlineMs));
          return (await Promise.all(answers)).flat();
        },
      });
      const desks = openDesks((topic) => link.ask(topic, null, deadlineMs));
      links.add(link);
      return {
        receive: link.receive,
        close() {
          links.delete(link);
          link.close();
          for (const desk of desks) desk.close?.();
        },
      };
    },
  };
}
