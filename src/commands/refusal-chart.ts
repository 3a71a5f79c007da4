import { html } from "hono/html";
import type { ReplayResult } from "../domain/replay.ts";
import type { TimelinePoint } from "../domain/timeline.ts";
import { minuteOf } from "./simulation-summary.ts";

export type Markup = ReturnType<typeof html>;

const HEIGHT = 100;
const LABELS = 5;

/**
 * Refused requests over the recorded time: the enforced quotas as an area, the candidate as a line above it. The
 * drawing stretches to any width; its labels are HTML around it, so that they stay readable on a phone.
 */
export function refusalChart({ timeline, stepMs }: ReplayResult): Markup {
  const before = timeline.map(({ refusedBefore }) => refusedBefore);
  const after = timeline.map(({ refusedAfter }) => refusedAfter);
  const top = roundUp(Math.max(0, ...before, ...after));
  const width = Math.max(1, timeline.length);
  return html`<figure>
    <p class="legend">
      <span><i class="enforced"></i> enforced</span>
      <span><i class="candidate"></i> candidate</span>
      <span class="unit">requests refused in ${stepLength(stepMs)}</span>
    </p>
    <div class="chart">
      <div class="y"><span>${top}</span><span>${top === 1 ? "" : top / 2}</span><span>0</span></div>
      <svg
        viewBox="0 0 ${width} ${HEIGHT}"
        preserveAspectRatio="none"
        role="img"
        aria-label="Requests refused over time, enforced and candidate"
      >
        <path class="grid" d="M0 0H${width}M0 ${HEIGHT / 2}H${width}M0 ${HEIGHT}H${width}" />
        <path class="enforced" d="M0 ${HEIGHT}${steps(before, top)}V${HEIGHT}Z" />
        <path class="candidate" d="M0 ${yOf(after[0] ?? 0, top)}${steps(after, top)}" />
        ${timeline.map(
          (point, i) =>
            html`<rect x="${i}" width="1" height="${HEIGHT}"
              ><title>${tellPoint(point)}</title></rect
            >`,
        )}
      </svg>
      <div class="x">${timeLabels(timeline).map((label) => html`<span>${label}</span>`)}</div>
    </div>
  </figure>`;
}

const tellPoint = ({ at, allowed, refusedBefore, refusedAfter }: TimelinePoint): string =>
  `${minuteOf(at)}: enforced ${refusedBefore}, candidate ${refusedAfter}, of ${allowed + refusedBefore}`;

const yOf = (value: number, top: number): string => (HEIGHT - (HEIGHT * value) / top).toFixed(2);

/** A stair: up or down at each point, and one step to the right. */
const steps = (values: number[], top: number): string =>
  values.map((value) => `V${yOf(value, top)}h1`).join("");

/** The next of 1, 2, 4, 6, 10, 20, 40, …: its half is a whole number too. */
function roundUp(value: number): number {
  if (value <= 1) return 1;
  const magnitude = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 4, 6, 10].find((each) => each * magnitude >= value) ?? 10;
  return factor * magnitude;
}

/** Evenly spread from the first step to the last; times of day, or days when there are many. */
function timeLabels(timeline: TimelinePoint[]): string[] {
  const [first, last] = [timeline[0], timeline.at(-1)];
  if (!first || !last) return [];
  const spanMs = Date.parse(last.at) - Date.parse(first.at);
  const isDays = spanMs > 2 * 86_400_000;
  const count = Math.min(LABELS, timeline.length);
  return Array.from({ length: count }, (_, i) => {
    const point = timeline[Math.round((i * (timeline.length - 1)) / Math.max(1, count - 1))];
    const minute = minuteOf(point?.at ?? first.at);
    return isDays ? minute.slice(5, 10) : minute.slice(11);
  });
}

function stepLength(stepMs: number): string {
  const seconds = stepMs / 1000;
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${seconds / 60} min`;
  return `${seconds / 3600} h`;
}
