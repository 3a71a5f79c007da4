/** What happened to the requests of one step. */
export type TimelinePoint = {
  /** When the step begins (RFC 3339, UTC). */
  at: string;
  /** Requests that the recorded quotas let through. */
  allowed: number;
  refusedBefore: number;
  refusedAfter: number;
};

export type Timeline = {
  add(timeMs: number, isRefusedBefore: boolean, isRefusedAfter: boolean): void;
  /** Equal steps without a gap, as short as the most points allow. */
  read(): { stepMs: number; points: TimelinePoint[] };
};

/** A day in steps of five minutes. */
export const TIMELINE_POINTS_MAX = 288;

/** Each divides the next, so that points can be joined without counting anew; beyond a day they double. */
const STEPS_MS = [1, 5, 10, 30, 60, 300, 600, 1800, 3600, 21_600, 43_200, 86_400].map(
  (seconds) => seconds * 1000,
);

type Counts = { allowed: number; refusedBefore: number; refusedAfter: number };

const noCounts = (): Counts => ({ allowed: 0, refusedBefore: 0, refusedAfter: 0 });

/** Counts requests by time when nobody knows how long the record is: steps lengthen as it grows. */
export function createTimeline(): Timeline {
  let stepMs = 1000;
  let first = Number.NaN;
  let steps: Counts[] = [];

  // Steps begin on the clock (8:00, 8:05), whenever the record does.
  function lengthen(): void {
    const longerMs = STEPS_MS.find((each) => each > stepMs) ?? 2 * stepMs;
    const longerFirst = Math.floor((first * stepMs) / longerMs);
    const longer: Counts[] = [];
    for (const [i, counts] of steps.entries()) {
      const into = (longer[Math.floor(((first + i) * stepMs) / longerMs) - longerFirst] ??=
        noCounts());
      into.allowed += counts.allowed;
      into.refusedBefore += counts.refusedBefore;
      into.refusedAfter += counts.refusedAfter;
    }
    [stepMs, first, steps] = [longerMs, longerFirst, longer];
  }

  /** The place of a time among the steps; what is older than the first step counts in it. */
  const placeOf = (timeMs: number): number => Math.max(0, Math.floor(timeMs / stepMs) - first);

  return {
    add(timeMs, isRefusedBefore, isRefusedAfter) {
      if (Number.isNaN(first)) first = Math.floor(timeMs / stepMs);
      while (placeOf(timeMs) >= TIMELINE_POINTS_MAX) lengthen();
      const place = placeOf(timeMs);
      while (steps.length <= place) steps.push(noCounts());
      const counts = steps[place] ?? noCounts();
      if (isRefusedBefore) counts.refusedBefore++;
      else counts.allowed++;
      if (isRefusedAfter) counts.refusedAfter++;
    },

    read: () => ({
      stepMs,
      points: steps.map(({ allowed, refusedBefore, refusedAfter }, i) => ({
        at: new Date((first + i) * stepMs).toISOString(),
        allowed,
        refusedBefore,
        refusedAfter,
      })),
    }),
  };
}
