import { randomBytes } from "node:crypto";
import { joinInstance } from "../../src/workers/join.ts";
import type { Message } from "../../src/workers/link.ts";
import { type Ask, type Desk, createRelay } from "../../src/workers/relay.ts";
import { JOIN, type Siblings } from "../../src/workers/siblings.ts";

/** A worker of an instance whose processes are all this one. */
export type TestWorker = Siblings & {
  /** It hears and answers nothing any more, and is not gone. */
  freeze(): void;
  /** What the primary does when its process ends. */
  end(): void;
};

type Options = { count?: number; deadlineMs?: number; openDesks?: (ask: Ask) => Desk[] };

/** Workers that are joined by a primary, with everything between them cloned as between processes. */
export async function joinWorkers({
  count = 2,
  deadlineMs = 10_000,
  openDesks = () => [],
}: Options = {}): Promise<TestWorker[]> {
  const relay = createRelay(deadlineMs);
  const secret = randomBytes(32);
  const join = async (index: number): Promise<TestWorker> => {
    let isFrozen = false;
    let receive: (message: Message) => void = () => {};
    const welcome = { index, count, secret, isFirst: index === 0, ports: null };
    const link = relay.connect(
      (message) => isFrozen || queueMicrotask(() => receive(structuredClone(message))),
      (ask) => [{ told: {}, asked: { [JOIN]: () => welcome } }, ...openDesks(ask)],
    );
    const siblings = await joinInstance({
      send: (message) => queueMicrotask(() => link.receive(structuredClone(message))),
      onMessage: (hear) => void (receive = hear),
    });
    return { ...siblings, freeze: () => void (isFrozen = true), end: link.close };
  };
  return Promise.all(Array.from({ length: count }, (_, index) => join(index)));
}
