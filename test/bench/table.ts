import type { BenchResult } from "./result.ts";

const HEAD = ["", "median", "yardstick", "ratio", "spread", "target", ""];

/** The results as a table for a terminal, with what there is to know about them below it. */
export function writeTable(results: readonly BenchResult[]): string {
  const rows = [HEAD, ...results.map(rowOf)];
  const widths = HEAD.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
  const yardsticks = results.flatMap(({ name, against }) =>
    against === null ? [] : [`${name}: against ${against}`],
  );
  const notes = results.flatMap(({ name, note }) =>
    note === undefined ? [] : [`${name}: ${note}`],
  );
  return [...lines, "", ...yardsticks, ...notes].join("\n").trimEnd();
}

function rowOf(result: BenchResult): string[] {
  const { name, value, unit, yardstick, ratio, target, met, judged, bound, spread } = result;
  const sign = bound === "min" ? "≥" : "≤";
  return [
    name,
    `${brief(value)} ${unit}`,
    yardstick === null ? "" : `${brief(yardstick)} ${unit}`,
    ratio === null ? "" : brief(ratio),
    spread[0] === spread[1] ? "" : `${brief(spread[0])} to ${brief(spread[1])}`,
    target === null ? "" : `${sign} ${target}${judged === "ratio" ? "" : ` ${unit}`}`,
    met === null ? "" : met ? "met" : "missed",
  ];
}

/** Three digits that count. */
export const brief = (value: number): string =>
  Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString("en")
    : String(Number(value.toPrecision(3)));
