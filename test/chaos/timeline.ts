import { type Entry, type Outcome, outcomeOf } from "./ledger.ts";

/** Something that was done to the run, from when to when; a moment begins and ends at once. */
export type Mark = { label: string; kind: "fault" | "recovery"; from: number; to: number };

export type Timeline = {
  beganAt: number;
  marks: readonly Mark[];
  /** Notes a fault; call the result when it is over. */
  fault(label: string): () => void;
  /** Notes that all was well again after a fault, so many milliseconds after it was over. */
  recovery(label: string, ms: number): void;
};

export function createTimeline(print: (line: string) => void): Timeline {
  const beganAt = Date.now();
  const marks: Mark[] = [];
  const at = (time: number): string => `${((time - beganAt) / 1000).toFixed(1).padStart(6)} s`;
  return {
    beganAt,
    marks,
    fault(label) {
      const mark: Mark = { label, kind: "fault", from: Date.now(), to: Number.NaN };
      marks.push(mark);
      print(`${at(mark.from)}  ${label}`);
      return () => {
        mark.to = Date.now();
      };
    },
    recovery(label, ms) {
      const now = Date.now();
      marks.push({ label, kind: "recovery", from: now - ms, to: now });
      print(`${at(now)}  ${label} after ${Math.round(ms)} ms`);
    },
  };
}

/** How many calls returned in each second, by outcome. */
export function countBySecond(
  { beganAt }: Pick<Timeline, "beganAt">,
  entries: readonly Entry[],
): Record<Outcome, number>[] {
  const seconds: Record<Outcome, number>[] = [];
  for (const entry of entries) {
    const second = Math.max(0, Math.floor((entry.returnedAt - beganAt) / 1000));
    while (seconds.length <= second)
      seconds.push({ good: 0, refused: 0, unavailable: 0, lost: 0, fault: 0 });
    const counts = seconds[second];
    if (counts) counts[outcomeOf(entry)]++;
  }
  return seconds;
}
