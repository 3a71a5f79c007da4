import { readFileSync } from "node:fs";
import { storeAway } from "../domain/failure.ts";
import type { TrafficDecision } from "../domain/recorded-traffic.ts";
import type { Logger } from "../log.ts";
import type { Redis } from "../redis/connection.ts";
import { createBatchWriter } from "./batch-writer.ts";
import type { PolicyName } from "./policies.ts";

export type Decision = TrafficDecision["decision"];

/** One request and what each policy said to it. Who and where are keyed hashes. */
export type JournalRequest = {
  timeMs: number;
  requestId: string;
  route: string;
  subject: string | null;
  sendsMail: boolean;
  decisions: { policy: PolicyName; key: string; decision: Decision }[];
};

/** An account was activated; requests of the ten minutes before it were a user's. */
export type JournalActivation = { timeMs: number; activated: string };

export type Journal = {
  /** Notes a request. Never waits and never fails: a journal with a gap is better than a slow service. */
  noteRequest(request: JournalRequest): void;
  noteActivation(subject: string): void;
  /** Everything kept, oldest first. Throws UnavailableError when Redis does not answer. */
  read(): AsyncGenerator<JournalRequest | JournalActivation>;
  /** Writes what waits. */
  flush(): Promise<void>;
  close(): Promise<void>;
};

type Options = { redis: Redis; log: Logger; service: string; entriesMax: number };

const FLUSH_INTERVAL_MS = 200;
const WAITING_MAX = 20_000;
const LIFE_SECONDS = 8 * 86_400;
const READ_BATCH = 1000;
/** So many are appended by one command: for each its own would cost a request more than its limits do. */
const WRITE_BATCH = 200;
const FIELD = "entry";
const APPEND = readFileSync(new URL("./append-journal.lua", import.meta.url), "utf8");

/** Keeps the newest decisions in a Redis stream, written in batches beside the requests. Zero entries turn it off. */
export function createJournal({ redis, log, service, entriesMax }: Options): Journal {
  const key = `journal:{${service}}`;
  const writeBatch = createBatchWriter(log, "journal entries");
  let waiting: string[] = [];
  let writing: Promise<void> = Promise.resolve();

  const note = (entry: JournalRequest | JournalActivation): void => {
    if (entriesMax > 0 && waiting.length < WAITING_MAX) waiting.push(JSON.stringify(entry));
  };
  const write = async (): Promise<void> => {
    if (waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    const pipeline = redis.pipeline();
    for (let i = 0; i < batch.length; i += WRITE_BATCH)
      pipeline.eval(
        APPEND,
        1,
        key,
        entriesMax,
        LIFE_SECONDS,
        FIELD,
        ...batch.slice(i, i + WRITE_BATCH),
      );
    await writeBatch(pipeline);
  };
  const flush = (): Promise<void> => {
    writing = writing.then(write);
    return writing;
  };
  const timer = setInterval(() => void flush(), FLUSH_INTERVAL_MS);
  timer.unref();

  return {
    noteRequest: note,
    noteActivation: (subject) => note({ timeMs: Date.now(), activated: subject }),
    async *read() {
      let after = "-";
      for (;;) {
        const batch = await redis
          .xrange(key, after, "+", "COUNT", READ_BATCH)
          .catch((error: unknown) => {
            throw storeAway(error);
          });
        for (const [, [, entry = ""]] of batch)
          yield JSON.parse(entry) as JournalRequest | JournalActivation;
        const last = batch.at(-1);
        if (!last || batch.length < READ_BATCH) return;
        after = `(${last[0]}`;
      }
    },
    flush,
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}
