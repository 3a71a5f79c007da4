import { init } from "echarts";
import type { BenchResult } from "./result.ts";
import { brief } from "./table.ts";

const WIDTH = 860;
const ROW_HEIGHT = 30;
const FRAME_HEIGHT = 70;
const SHARE_MAX = 2;
const MET = "#2f7d4f";
const MISSED = "#b3400a";

/**
 * Every figure that has a target, as a share of it: what reaches the line at 1 is met. An SVG on white, which is read on
 * any ground.
 */
export function drawChart(results: readonly BenchResult[]): string {
  const judged = results.filter(({ target }) => target !== null).toReversed();
  const chart = init(null, null, {
    renderer: "svg",
    ssr: true,
    width: WIDTH,
    height: judged.length * ROW_HEIGHT + FRAME_HEIGHT,
  });
  chart.setOption({
    animation: false,
    backgroundColor: "#fff",
    textStyle: { fontFamily: "system-ui, sans-serif" },
    grid: { left: 330, right: 150, top: 30, bottom: 30 },
    xAxis: {
      type: "value",
      min: 0,
      max: SHARE_MAX,
      interval: 0.5,
      name: "share of its target",
      nameLocation: "middle",
      nameGap: 8,
      position: "top",
      axisLabel: { show: false },
    },
    yAxis: {
      type: "category",
      data: judged.map(({ name }) => name),
      axisLabel: { width: 310, overflow: "truncate", color: "#1c1e21" },
      axisTick: { show: false },
    },
    series: [
      {
        type: "bar",
        barWidth: "55%",
        data: judged.map((result) => ({
          value: Math.min(SHARE_MAX, shareOf(result)),
          itemStyle: { color: result.met === true ? MET : MISSED },
        })),
        label: {
          show: true,
          position: "right",
          color: "#1c1e21",
          formatter: ({ dataIndex }: { dataIndex: number }) => tell(judged[dataIndex]),
        },
        markLine: {
          silent: true,
          symbol: "none",
          label: { show: false },
          lineStyle: { color: "#1c1e21", type: "solid" },
          data: [{ xAxis: 1 }],
        },
      },
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}

/** 1 is the target; more is better, also where less of the unit is. */
function shareOf({ judged, ratio, value, target, bound }: BenchResult): number {
  const reached = judged === "ratio" ? (ratio ?? 0) : value;
  return bound === "min" ? reached / (target ?? 1) : (target ?? 1) / reached;
}

function tell(result: BenchResult | undefined): string {
  if (!result) return "";
  const { judged, ratio, value, unit, target, bound } = result;
  const sign = bound === "min" ? "≥" : "≤";
  return judged === "ratio"
    ? `${brief(ratio ?? Number.NaN)} (${sign} ${target})`
    : `${brief(value)} ${unit} (${sign} ${target})`;
}
