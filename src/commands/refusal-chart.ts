import { html } from "hono/html";
import type { ReplayResult } from "../domain/replay.ts";
import type { TimelinePoint } from "../domain/timeline.ts";
import { minuteOf } from "./simulation-summary.ts";

export type Markup = ReturnType<typeof html>;

const HEIGHT = 100;
const TIME_LABELS = 5;
const DAY_MS = 86_400_000;

type Series = { name: "enforced" | "candidate"; values: number[] };

/**
 * Refused requests over the recorded time, the enforced quotas above the candidate on the same scale. The drawings
 * stretch to any width; their labels are HTML around them, so that they stay readable on a phone.
 */
export function refusalChart({ timeline, stepMs }: ReplayResult): Markup {
  const both: Series[] = [
    { name: "enforced", values: timeline.map(({ refusedBefore }) => refusedBefore) },
    { name: "candidate", values: timeline.map(({ refusedAfter }) => refusedAfter) },
  ];
  const top = roundUp(Math.max(0, ...both.flatMap(({ values }) => values)));
  return html`<figure>
    <figcaption>requests refused in ${stepLength(stepMs)}</figcaption>
    ${both.map((series) => panel(series, timeline, top))}
    <div class="x">${timeLabels(timeline, stepMs).map((label) => html`<span>${label}</span>`)}</div>
  </figure>`;
}

function panel({ name, values }: Series, timeline: TimelinePoint[], top: number): Markup {
  const width = Math.max(1, values.length);
  return html`<h3 class="${name}">${name}</h3>
    <div class="y"><span>${top}</span><span>0</span></div>
    <svg
      viewBox="0 0 ${width} ${HEIGHT}"
      preserveAspectRatio="none"
      role="img"
      aria-label="Requests refused over time, ${name}"
    >
      <path class="grid" d="M0 0H${width}M0 ${HEIGHT / 2}H${width}M0 ${HEIGHT}H${width}" />
      <path class="${name}" d="${bars(values, top)}" />
      ${timeline.map(
        (point, i) =>
          html`<rect x="${i}" width="1" height="${HEIGHT}"
            ><title>${tellPoint(point)}</title></rect
          >`,
      )}
    </svg>`;
}

/** One bar a step, from the ground up. */
const bars = (values: number[], top: number): string =>
  values
    .map((value, i) => {
      const y = (HEIGHT - (HEIGHT * value) / top).toFixed(2);
      return value === 0 ? "" : `M${i} ${HEIGHT}V${y}h1V${HEIGHT}z`;
    })
    .join("");

const tellPoint = ({ at, allowed, refusedBefore, refusedAfter }: TimelinePoint): string =>
  `${minuteOf(at)}: enforced ${refusedBefore}, candidate ${refusedAfter}, of ${allowed + refusedBefore}`;

/** The next of 1, 2, 3, 4, 5, 6, 8, 10, 20, 30, …: the top of a scale. */
function roundUp(value: number): number {
  if (value <= 1) return 1;
  const magnitude = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 3, 4, 5, 6, 8].find((each) => each * magnitude >= value) ?? 10;
  return factor * magnitude;
}

/** Evenly spread over all steps; times of day, or days when there are many. */
function timeLabels(timeline: TimelinePoint[], stepMs: number): string[] {
  const [first] = timeline;
  if (!first) return [];
  const spanMs = timeline.length * stepMs;
  return Array.from({ length: TIME_LABELS }, (_, i) => {
    const timeMs = Date.parse(first.at) + (spanMs * i) / (TIME_LABELS - 1);
    const at = new Date(timeMs).toISOString();
    if (spanMs > 2 * DAY_MS) return at.slice(5, 10);
    return spanMs < 300_000 ? at.slice(11, 19) : at.slice(11, 16);
  });
}

function stepLength(stepMs: number): string {
  const seconds = stepMs / 1000;
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${seconds / 60} min`;
  return `${seconds / 3600} h`;
}
