import { randomBytes, randomUUID } from "node:crypto";
import { vi } from "vitest";
import { createLog } from "../../src/log.ts";
import type { Redis } from "../../src/redis/connection.ts";
import { type LiveEntry, type LiveStream, openLiveStream } from "../../src/redis/live-stream.ts";

/** A name that no other service has. */
export const newService = (): string => randomBytes(32).toString("base64url");
/** What an instance adds of somebody. */
export const newcomer = (email: string, more: Partial<LiveEntry> = {}): LiveEntry => ({
  event: "activated",
  email,
  account: randomUUID(),
  address: newService(),
  ...more,
});

/** What one instance knows of the stream: all it holds, as the reader told, in the order in which it told it. */
type Reader = LiveStream & {
  emails(): string[];
  /** All that was ever told as new. */
  told: string[];
  isWhole(): boolean;
  newest(): string | null;
};

/** Opens a reader, as an instance does. */
export async function openReader(
  redis: Redis,
  service: string,
  log = createLog("silent"),
): Promise<Reader> {
  let held: { id: string; email: string }[] = [];
  const told: string[] = [];
  let isWhole = true;
  let newest: string | null = null;
  const stream = await openLiveStream({
    redis,
    service,
    entriesMax: 100,
    onEntries(entries, last) {
      held.push(...entries);
      told.push(...entries.map(({ email }) => email));
      newest = last;
    },
    onSnapshot(snapshot) {
      const known = new Set(held.map(({ id }) => id));
      const anew = snapshot.entries.filter(({ id }) => !known.has(id));
      told.push(...anew.map(({ email }) => email));
      held = [...snapshot.entries];
      ({ isWhole, newest } = snapshot);
    },
    log,
  });
  // Opening it waits a moment for the first read, and no longer.
  await vi.waitUntil(stream.isRead, { timeout: 25_000 });
  return {
    ...stream,
    emails: () => held.map(({ email }) => email),
    told,
    isWhole: () => isWhole,
    newest: () => newest,
  };
}

/** Adds so many, one after the other, and returns their addresses. */
export const addNewcomers = async (
  stream: LiveStream,
  count: number,
  prefix: string,
): Promise<string[]> => {
  const emails = Array.from({ length: count }, (_, i) => `${prefix}${i}`);
  for (const email of emails) await stream.add(newcomer(email));
  return emails;
};
