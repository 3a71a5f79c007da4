import { type Message, createLink } from "./link.ts";
import { JOIN, type Siblings, type Welcome } from "./siblings.ts";

/** The way to the primary. */
export type Line = {
  send(message: Message): void;
  onMessage(receive: (message: Message) => void): void;
};

const TO_PRIMARY: Line = {
  // With a callback, an error is its argument: the primary is gone, and so will this process be.
  send: (message) => void process.send?.(message, undefined, undefined, () => {}),
  onMessage: (receive) => void process.on("message", (message) => receive(message as Message)),
};

/** Joins the instance that forked this process. A worker whose primary ends, ends: node:cluster sees to that. */
export async function joinInstance({ send, onMessage }: Line = TO_PRIMARY): Promise<Siblings> {
  const listeners = new Map<string, (payload: unknown) => void>();
  const answers = new Map<string, (payload: unknown) => unknown>();
  const link = createLink({
    send,
    told: (topic, payload) => listeners.get(topic)?.(payload),
    async asked(topic, payload) {
      const answer = answers.get(topic);
      return answer ? [await answer(payload)] : [];
    },
  });
  onMessage(link.receive);
  const [welcome] = await link.ask(JOIN, null);
  const { secret, ...given } = welcome as Welcome;
  return {
    ...given,
    secret: Buffer.from(secret),
    broadcast: (topic, payload) => link.tell(topic, payload),
    onMessage: (topic, hear) => void listeners.set(topic, hear),
    ask: (topic, payload) => link.ask(topic, payload),
    onAsk: (topic, answer) => void answers.set(topic, answer),
  };
}
