/** What goes between two processes of an instance. Payloads are what the structured clone algorithm takes. */
export type Message =
  | { kind: "tell"; topic: string; payload: unknown }
  | { kind: "ask"; id: number; topic: string; payload: unknown }
  | { kind: "reply"; id: number; values: unknown[] };

/** One end of the line between the primary and a worker. */
export type Link = {
  tell(topic: string, payload: unknown): void;
  /** What the other end answers: nothing when it has no answer, or none within the deadline. */
  ask(topic: string, payload: unknown, deadlineMs?: number): Promise<unknown[]>;
  /** Takes what the other end sent. */
  receive(message: Message): void;
  /** Nothing comes any more: whoever still waits gets nothing. */
  close(): void;
};

type LinkOptions = {
  /** Never throws; what cannot be sent is lost, because the other end is. */
  send(message: Message): void;
  told(topic: string, payload: unknown): void;
  asked(topic: string, payload: unknown): Promise<unknown[]>;
};

export function createLink({ send, told, asked }: LinkOptions): Link {
  const waiting = new Map<number, (values: unknown[]) => void>();
  let lastId = 0;
  let isClosed = false;
  return {
    tell: (topic, payload) => send({ kind: "tell", topic, payload }),
    ask(topic, payload, deadlineMs) {
      const { promise, resolve } = Promise.withResolvers<unknown[]>();
      const id = ++lastId;
      const settle = (values: unknown[]): void => {
        waiting.delete(id);
        clearTimeout(timer);
        resolve(values);
      };
      const timer = deadlineMs === undefined ? undefined : setTimeout(settle, deadlineMs, []);
      waiting.set(id, settle);
      send({ kind: "ask", id, topic, payload });
      return promise;
    },
    receive(message) {
      // What was under way when a worker ended is not done for it any more.
      if (isClosed) return;
      if (message.kind === "tell") told(message.topic, message.payload);
      else if (message.kind === "reply") waiting.get(message.id)?.(message.values);
      else
        void asked(message.topic, message.payload)
          // One that cannot answer is as one that is not there.
          .catch((): unknown[] => [])
          .then((values) => send({ kind: "reply", id: message.id, values }));
    },
    close() {
      isClosed = true;
      for (const settle of waiting.values()) settle([]);
    },
  };
}
