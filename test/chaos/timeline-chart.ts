import { init } from "echarts";
import { type Entry, OUTCOMES, type Outcome } from "./ledger.ts";
import { type Timeline, countBySecond } from "./timeline.ts";

const [WIDTH, HEIGHT] = [1000, 400];
const INK = "#1c1e21";
const COLORS: Record<Outcome, string> = {
  good: "#2f7d4f",
  refused: "#6f8fb3",
  unavailable: "#e0a100",
  lost: "#b3400a",
  fault: "#7a0019",
};
const NAMES: Record<Outcome, string> = {
  good: "done",
  refused: "refused",
  unavailable: "503",
  lost: "no answer",
  fault: "500",
};

/** A run as an SVG: answers a second by outcome, and behind them what was done to it and how long it took to be well. */
export function drawTimeline(title: string, timeline: Timeline, entries: readonly Entry[]): string {
  const seconds = countBySecond(timeline, entries);
  const secondOf = (time: number): number =>
    Math.min(seconds.length - 1, Math.max(0, Math.round((time - timeline.beganAt) / 1000)));
  const chart = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height: HEIGHT });
  chart.setOption({
    animation: false,
    backgroundColor: "#fff",
    textStyle: { fontFamily: "system-ui, sans-serif", color: INK },
    title: { text: title, left: 10, top: 6, textStyle: { fontSize: 14, color: INK } },
    legend: { right: 10, top: 6, textStyle: { color: INK } },
    grid: { left: 65, right: 70, top: 130, bottom: 45 },
    xAxis: {
      type: "category",
      data: seconds.map((_, second) => second),
      // Marks begin and end at ticks, of which there are as many as labels otherwise.
      axisTick: { interval: 0, show: false },
      name: "seconds",
      nameLocation: "middle",
      nameGap: 26,
    },
    yAxis: { type: "value", name: "answers a second", nameLocation: "middle", nameGap: 45 },
    series: OUTCOMES.map((outcome, i) => ({
      type: "bar",
      stack: "answers",
      name: NAMES[outcome],
      barCategoryGap: "0%",
      itemStyle: { color: COLORS[outcome] },
      data: seconds.map((counts) => counts[outcome]),
      markArea: i === 0 ? markAreas(timeline, secondOf) : {},
    })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}

function markAreas({ marks }: Timeline, secondOf: (time: number) => number): object {
  return {
    silent: true,
    label: { color: INK, fontSize: 9, position: "top", rotate: 45, align: "left" },
    data: marks.map(({ label, kind, from, to }, i) => [
      {
        // Each label once in a row of the same: a fault that comes twenty times is read once.
        name: marks[i - 2]?.label === label ? "" : label,
        xAxis: secondOf(from),
        itemStyle: { color: kind === "fault" ? "rgba(179,64,10,0.25)" : "rgba(47,125,79,0.2)" },
      },
      // Also what began and ended within a second is seen.
      { xAxis: Math.max(secondOf(from) + 1, secondOf(Number.isNaN(to) ? from : to)) },
    ]),
  };
}
