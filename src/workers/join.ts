import { type Message, createLink } from "./link.ts";
import { JOIN, type Siblings, type Welcome } from "./siblings.ts";

/** Joins the instance that forked this process. A worker whose primary ends, ends: node:cluster sees to that. */
export async function joinInstance(): Promise<Siblings> {
  const listeners = new Map<string, (payload: unknown) => void>();
  const answers = new Map<string, (payload: unknown) => unknown>();
  const link = createLink({
    // With a callback, an error is its argument: the primary is gone, and so will this process be.
    send: (message) => void process.send?.(message, undefined, undefined, () => {}),
    told: (topic, payload) => listeners.get(topic)?.(payload),
    async asked(topic, payload) {
      const answer = answers.get(topic);
      return answer ? [await answer(payload)] : [];
    },
  });
  process.on("message", (message) => link.receive(message as Message));
  const [welcome] = await link.ask(JOIN, null);
  const { index, count, secret, ports } = welcome as Welcome;
  return {
    index,
    count,
    secret: Buffer.from(secret),
    ports,
    broadcast: (topic, payload) => link.tell(topic, payload),
    onMessage: (topic, hear) => void listeners.set(topic, hear),
    ask: (topic, payload) => link.ask(topic, payload),
    onAsk: (topic, answer) => void answers.set(topic, answer),
  };
}
