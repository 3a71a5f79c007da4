import { STREAM_START, compareStreamIds } from "../domain/stream-id.ts";
import type { Message } from "./connection.ts";

/** A notice as it goes out. */
export type Notice = { id: string; message: Message };

/** What the stream holds: its notices, its newest id of whatever kind, and whether it ever held more. */
export type Standing = { notices: readonly Notice[]; latest: string | null; isWhole: boolean };

/** Where a reader goes on. */
export type Place = {
  next: number;
  /** False when notices after his last one may no longer be kept. */
  isComplete: boolean;
  /** His last notice is newer than all that is known here. */
  isAhead: boolean;
};

/**
 * The notices of the stream, each with a number by which connections go on: ids do not say how many lie between them. Those
 * that are not kept any more stay until they were sent to all.
 */
export type Memory = {
  latest(): string | null;
  /** The number that the next notice gets. */
  end(): number;
  /** Takes in what came, and the newest id that was read with it. */
  add(notices: readonly Notice[], latest: string): void;
  /** Takes in what the stream holds now; what it no longer holds is forgotten, at once. */
  mirror(standing: Standing): void;
  /** Drops what is more than is kept, of those below this number. */
  trim(sentBelow: number): void;
  /** The notices from this number on. */
  from(number: number): readonly Notice[];
  placeAfter(after: string | null): Place;
};

export function createMemory(keptMax: number): Memory {
  let kept: (Notice & { number: number })[] = [];
  let latest: string | null = null;
  let isWhole = true;
  let end = 0;

  const append = (notices: readonly Notice[]): void => {
    for (const notice of notices) kept.push({ ...notice, number: end++ });
  };
  return {
    latest: () => latest,
    end: () => end,
    add(notices, newest) {
      append(notices);
      latest = newest;
    },
    mirror(standing) {
      // A stream that begins again has nothing in common with the one before.
      const isAnother =
        latest !== null && compareStreamIds(standing.latest ?? STREAM_START, latest) < 0;
      const held = new Set(standing.notices.map(({ id }) => id));
      const known = new Set(isAnother ? [] : kept.map(({ id }) => id));
      const seen = isAnother ? null : latest;
      kept = isAnother ? [] : kept.filter(({ id }) => held.has(id));
      append(
        standing.notices.filter(
          ({ id }) => !known.has(id) && (seen === null || compareStreamIds(id, seen) > 0),
        ),
      );
      ({ latest, isWhole } = standing);
    },
    trim(sentBelow) {
      let count = 0;
      while (kept.length - count > keptMax && (kept[count]?.number ?? end) < sentBelow) count++;
      if (count === 0) return;
      kept.splice(0, count);
      isWhole = false;
    },
    from(number) {
      let first = kept.length;
      while ((kept[first - 1]?.number ?? -1) >= number) first--;
      return first === 0 ? kept : kept.slice(first);
    },
    placeAfter(after) {
      const atEnd: Place = { next: end, isComplete: true, isAhead: false };
      if (after === null || after === latest) return atEnd;
      const same = kept.findIndex(({ id }) => id === after);
      if (same !== -1) return { ...atEnd, next: kept[same + 1]?.number ?? end };
      const isStart = after === STREAM_START;
      if (!isStart && compareStreamIds(after, latest ?? STREAM_START) > 0)
        return { ...atEnd, isComplete: false, isAhead: true };
      const later = kept.findIndex(({ id }) => compareStreamIds(id, after) > 0);
      // Between two that are kept nothing is missing but what was forgotten on purpose.
      const isComplete = later > 0 || (later === -1 && kept.length > 0) || (isStart && isWhole);
      return { ...atEnd, next: kept[later]?.number ?? end, isComplete };
    },
  };
}
