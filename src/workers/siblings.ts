import { randomBytes } from "node:crypto";
import type { Ports } from "./served.ts";

/** The other workers of this process' instance: none, unless WORKERS asks for more than one. */
export type Siblings = {
  /** Which of how many this one is, from 0 on. Who takes a dead one's place has its number. */
  index: number;
  count: number;
  /** 32 random bytes that all workers of this run of the instance share. They are in no environment and on no disk. */
  secret: Buffer;
  /** Whether the others wait until it serves: it alone brings the schema up to date. */
  isFirst: boolean;
  /** Where the others listen already, where a worker has to be told that. */
  ports: Ports | null;
  /** Tells all others, beside what goes on. Never throws; whoever is not there yet hears nothing. */
  broadcast(topic: string, payload: unknown): void;
  /** Hears what others broadcast; one listener a topic. */
  onMessage(topic: string, hear: (payload: unknown) => void): void;
  /** What the others answer; whoever does not within two seconds is left out. Never rejects. */
  ask(topic: string, payload?: unknown): Promise<unknown[]>;
  /** Answers what others ask. */
  onAsk(topic: string, answer: (payload: unknown) => unknown): void;
};

/** What a worker is told when it joins. */
export type Welcome = Pick<Siblings, "index" | "count" | "secret" | "isFirst" | "ports">;

export const SECRET_BYTES = 32;

/** Topics of the primary's own. */
export const JOIN = "join";
export const SERVING = "serving";

/** Of a process that is an instance alone. */
export const createLoneSiblings = (): Siblings => ({
  index: 0,
  count: 1,
  secret: randomBytes(SECRET_BYTES),
  isFirst: true,
  ports: null,
  broadcast() {},
  onMessage() {},
  ask: () => Promise.resolve([]),
  onAsk() {},
});

/** This worker's part of what is told for the whole instance: all parts together are the whole, but for 1 at least. */
export function shareOf(
  whole: number,
  { index, count }: Pick<Siblings, "index" | "count">,
): number {
  const share = Math.floor(whole / count) + (index < whole % count ? 1 : 0);
  return Math.max(1, share);
}

/** One of them runs the jobs, so that mails and events at the same time are as many as an instance may have. */
export const runsJobs = ({ index }: Pick<Siblings, "index">): boolean => index === 0;

/**
 * Reads what only the worker that runs the jobs knows; its own view where that one does not answer. Values are what the
 * structured clone algorithm takes.
 */
export function readerOfJobs<T>(
  siblings: Siblings,
  topic: string,
  read: () => T,
): () => Promise<T> {
  if (runsJobs(siblings)) {
    siblings.onAsk(topic, read);
    return () => Promise.resolve(read());
  }
  return async () => {
    const [answer] = await siblings.ask(topic);
    return answer === undefined ? read() : (answer as T);
  };
}
