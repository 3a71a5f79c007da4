import { setTimeout as delay } from "node:timers/promises";
import { STREAM_START } from "../domain/stream-id.ts";
import type { Logger } from "../log.ts";
import { type Redis, openOwnConnection, withRedisFaults } from "./connection.ts";
import { defineScript } from "./script.ts";

/** What one entry of the stream says: that somebody came. Account and address (by its pseudonym) say whose it is to forget. */
export type LiveEntry = { event: string; email: string; account: string; address: string };
export type ReadEntry = Pick<LiveEntry, "event" | "email"> & { id: string };

/** All that the stream holds; the newest id is of whatever entry, and null without a stream. */
export type LiveSnapshot = { entries: ReadEntry[]; newest: string | null; isWhole: boolean };

export type LiveStream = {
  /** Throws UnavailableError when Redis does not answer. */
  add(entry: LiveEntry): Promise<void>;
  /** Deletes what is about an account or its address, here and in the memory of all instances. Throws as add does. */
  forget(whose: Pick<LiveEntry, "account" | "address">): Promise<void>;
  /** Whether it is being read: what is known of it is all there is. */
  isRead(): boolean;
  close(): void;
};

type Options = {
  redis: Redis;
  service: string;
  entriesMax: number;
  onEntries(entries: ReadEntry[], newest: string): void;
  onSnapshot(snapshot: LiveSnapshot): void;
  log: Logger;
};

const LIFE_SECONDS = 7 * 86_400;
/** How long one read waits, and so how soon it is noticed that the stream was lost. */
const BLOCK_MS = 1000;
/** A read that is not answered after this is of a connection that is dead, or of a frozen Redis. */
const READ_TIMEOUT_MS = BLOCK_MS + 2000;
const RETRY_MS = 250;
const FIRST_READ_MAX_MS = 2000;
const FORGOTTEN = "forgotten";

/**
 * The stream that all instances write what they tell of to, and read it from; each has one reader, on a connection of its
 * own, because one that waits can do nothing else. It goes on by itself, whenever Redis does. Waits a moment for the first
 * read.
 */
export async function openLiveStream(options: Options): Promise<LiveStream> {
  const { redis, service, entriesMax, log } = options;
  const key = `live:{${service}}`;
  const addEntry = defineScript<string>(redis, "add-notice-1");
  const forgetEntries = defineScript<number>(redis, "forget-notices-1");
  const reading = new AbortController();
  const firstRead = Promise.withResolvers<void>();
  let isRead = false;
  const reader = openOwnConnection(redis, { commandTimeout: READ_TIMEOUT_MS });
  reader.on("error", (error) => log.debug({ err: error }, "the reader of live notices is away"));
  void follow(reader, reading.signal, {
    ...options,
    key,
    onRead(isReading) {
      isRead = isReading;
      if (isReading) firstRead.resolve();
    },
  });
  // The service starts without Redis all the same, and did wait for it.
  if (redis.status === "ready")
    await Promise.race([firstRead.promise, delay(FIRST_READ_MAX_MS, null, { ref: false })]);
  return {
    async add(entry) {
      await addEntry(key, entriesMax, LIFE_SECONDS, ...Object.entries(entry).flat());
    },
    async forget({ account, address }) {
      await forgetEntries(key, account, address, LIFE_SECONDS);
    },
    isRead: () => isRead,
    close() {
      reading.abort();
      reader.disconnect();
    },
  };
}

type Following = Pick<Options, "entriesMax" | "onEntries" | "onSnapshot" | "log"> & {
  key: string;
  /** Told whether it is being read. */
  onRead(isReading: boolean): void;
};

// After each pause, and whatever went wrong, it looks at all there is: then nothing is missed and nothing read twice.
async function follow(
  reader: Redis,
  signal: AbortSignal,
  { key, entriesMax, onEntries, onSnapshot, onRead, log }: Following,
): Promise<void> {
  const look = defineScript<[] | [string, number, RawEntry[]]>(reader, "look-notices-1");
  let newest = STREAM_START;
  let length = -1;
  let isQuiet = true;
  // It comes up by itself, whenever Redis does.
  await reader.connect().catch(() => {});
  while (!signal.aborted) {
    try {
      if (isQuiet) {
        const [last, added, raw] = await look(key, newest, length);
        if (last !== undefined && added !== undefined && raw !== undefined) {
          newest = last;
          length = raw.length;
          onSnapshot({
            entries: readEntries(raw),
            newest: last === STREAM_START ? null : last,
            isWhole: added === length,
          });
        }
        onRead(true);
      }
      const found = await withRedisFaults(
        untilLost(
          reader,
          reader.xread("COUNT", entriesMax, "BLOCK", BLOCK_MS, "STREAMS", key, newest),
        ),
      );
      const raw = found?.[0]?.[1] ?? [];
      newest = raw.at(-1)?.[0] ?? newest;
      length = Math.min(length + raw.length, entriesMax);
      isQuiet = raw.length === 0 || raw.some(([, fields]) => fields.includes(FORGOTTEN));
      if (raw.length > 0) onEntries(readEntries(raw), newest);
    } catch (error) {
      if (signal.aborted) return;
      log.debug({ err: error }, "live notices cannot be read");
      onRead(false);
      isQuiet = true;
      // A dead connection answers nothing for ever; another one may.
      if (reader.status === "ready") reader.disconnect(true);
      await delay(RETRY_MS, null, { ref: false });
    }
  }
}

// A command in flight at a reconnect would be known to be lost only by its timeout (ioredis #2193).
function untilLost<T>(connection: Redis, work: Promise<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const refuse = (): void => reject(new Error("the connection is lost"));
  connection.once("close", refuse);
  work.then(resolve, reject);
  return promise.finally(() => connection.off("close", refuse));
}

type RawEntry = [id: string, fields: string[]];

// What another release writes, and this one does not know, is passed over.
const readEntries = (raw: readonly RawEntry[]): ReadEntry[] =>
  raw.flatMap(([id, fields]) => {
    const { event, email } = Object.fromEntries(
      fields.flatMap((name, i) => (i % 2 === 0 ? [[name, fields[i + 1]]] : [])),
    ) as Partial<LiveEntry>;
    return event === undefined || email === undefined ? [] : [{ id, event, email }];
  });
